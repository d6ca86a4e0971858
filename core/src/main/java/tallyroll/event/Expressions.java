package tallyroll.event;

import java.io.Serializable;

/**
 * Port: the definition's SQL expressions, evaluated on decoded events. Bound once a task, because evaluators keep buffers.
 */
public interface Expressions extends Serializable {
    /** No derived fields and no predicates. */
    Expressions NONE = () -> new Bound() {
        @Override
        public void derive(Event event) {
            // nothing is derived
        }

        @Override
        public boolean counts(int rollup, Event event) {
            return true;
        }
    };

    Bound bind();

    /** Evaluators of one task; not thread-safe. */
    interface Bound {
        /**
         * Fills the derived slots from the decoded ones.
         *
         * @throws ArithmeticException or another runtime exception where an expression fails on this event; it becomes a dead letter
         */
        void derive(Event event);

        /** Whether the event meets the {@code where} of the rollup of that index; null counts as false, as in SQL. */
        boolean counts(int rollup, Event event);
    }
}
