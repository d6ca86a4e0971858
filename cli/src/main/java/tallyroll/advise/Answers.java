package tallyroll.advise;

import java.util.Locale;

/** What somebody says about a job; the constants are the values of the flags, {@code can-wait} for {@code CAN_WAIT}. */
record Answers(Kafka kafka, Accuracy accuracy, Measures measures, Speed speed, Density density) {
    /** Whether Kafka is the queue, or may become it. */
    enum Kafka {
        YES,
        NO;

        @Override
        public String toString() {
            return label(this);
        }
    }

    /** What a total may be once its time is over. */
    enum Accuracy {
        /** Off for a while at worst, then equal to the events. */
        EVENTUALLY_EXACT,
        /** Too high for ever, now and then. */
        MAY_OVERCOUNT;

        @Override
        public String toString() {
            return label(this);
        }
    }

    /** What is summed up. */
    enum Measures {
        /** Counts, and sums of whole numbers. */
        COUNTS,
        /** Extremes, averages, distinct values, quantiles and so on. */
        ANY;

        @Override
        public String toString() {
            return label(this);
        }
    }

    /** Whether anything may be bought with time. */
    enum Speed {
        FIRST,
        CAN_WAIT;

        @Override
        public String toString() {
            return label(this);
        }
    }

    /** Whether the least space is what matters most. */
    enum Density {
        FIRST,
        NO;

        @Override
        public String toString() {
            return label(this);
        }
    }

    private static String label(Enum<?> answer) {
        return answer.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As flags on a command line. */
    String flags() {
        return "--kafka " + kafka + " --accuracy " + accuracy + " --measures " + measures + " --speed " + speed
                + " --density " + density;
    }
}
