package tallyroll.server;

/** How long a server lives. */
public enum Lifetime {
    /** It ends with the process that started it, however that process ends. */
    WITH_THIS_PROCESS,
    /** It outlives the process that started it, and the terminal. */
    ON_ITS_OWN
}
