package tallyroll.event;

import java.io.Serializable;

/**
 * Port: the definition's SQL expressions, evaluated on decoded events. Bound once a task, because evaluators keep buffers.
 *
 * <p>All of them are evaluated when an event is decoded, once, and what they said stands in the event. So an expression that fails is known before
 * anything is recorded or counted, and the event is out of all rollups or of none.
 */
public interface Expressions extends Serializable {
    /** No derived fields and no conditions. */
    Expressions NONE = () -> new Bound() {
        @Override
        public void derive(Event event) {
            // nothing is derived
        }

        @Override
        public void select(Event event) {
            // every rollup counts it
        }
    };

    Bound bind();

    /** Evaluators of one task; not thread-safe. */
    interface Bound {
        /**
         * Fills the derived slots from the decoded ones.
         *
         * @throws ExpressionFailure where an expression has no value for this event
         */
        void derive(Event event);

        /**
         * {@link Event#leaveOut leaves} the event out of each rollup whose {@code where} it does not meet; null counts as false, as in
         * SQL.
         *
         * @throws ExpressionFailure where a condition has no value for this event
         */
        void select(Event event);
    }
}
