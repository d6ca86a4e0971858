package tallyroll.control;

import tallyroll.TallyrollException;

/** This driver may write no more: another one holds the lease, or a row shows a newer batch. Stop; nothing is lost. */
public final class FencedException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    public FencedException(String message) {
        super(message);
    }
}
