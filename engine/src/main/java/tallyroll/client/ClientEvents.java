package tallyroll.client;

/** What a client tells whoever watches. Called by threads of the client, also by several at once. */
public interface ClientEvents {
    /** Gathered increments were written. @param totals since the start */
    void counted(Totals totals);

    /** Something worth a line: a partition taken or given away, a gap, a broker that does not answer. */
    void notice(String line);
}
