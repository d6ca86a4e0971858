package tallyroll.apply;

import tallyroll.summary.SummaryRow;

/** What is to become of one summary row. */
public sealed interface Decision {
    /** Write this row over what is stored. */
    record Write(SummaryRow row) implements Decision {}

    /** The row must not be there: no event is left in it. */
    record Delete() implements Decision {}

    /** Nothing to do: this batch wrote it already (rule R4), as an earlier attempt. */
    record Already() implements Decision {}

    /** Nothing to do: what is stored is right. */
    record Same() implements Decision {}

    /** Left as it is: what is stored cannot be read, so nothing can be added to it. It is made again from the record. */
    record Unreadable() implements Decision {}

    Decision DELETE = new Delete();
    Decision ALREADY = new Already();
    Decision SAME = new Same();
    Decision UNREADABLE = new Unreadable();
}
