package tallyroll.avro;

import java.util.Arrays;
import tallyroll.format.Form;
import tallyroll.format.Token;

/**
 * What is done with a value of the schema that a record was written with: its bytes are passed over, or noted where a field reads it. Made
 * once for a schema; a record is read by walking the steps.
 */
interface Step {
    void read(Input in);

    /** Whether a value may have no bytes at all, so that any number of them could be claimed. */
    boolean mayBeEmpty();

    /** Values that have bytes of their own. */
    @FunctionalInterface
    interface Sized extends Step {
        @Override
        default boolean mayBeEmpty() {
            return false;
        }
    }

    /** Null. */
    record Nothing() implements Step {
        @Override
        public void read(Input in) {
            // has no bytes
        }

        @Override
        public boolean mayBeEmpty() {
            return true;
        }
    }

    /** Bytes of a fixed number: a fixed, a boolean, a floating-point number that nobody reads. */
    record SkipFixed(int bytes) implements Step {
        @Override
        public void read(Input in) {
            in.skip(bytes);
        }

        @Override
        public boolean mayBeEmpty() {
            return bytes == 0;
        }
    }

    /** A fixed that a field reads. */
    record ReadFixed(int bytes, Token token, Form form) implements Step {
        @Override
        public void read(Input in) {
            int from = in.skip(bytes);
            if (in.ok()) {
                token.set(form, in.raw(), from, from + bytes);
            }
        }

        @Override
        public boolean mayBeEmpty() {
            return bytes == 0;
        }
    }

    /** What is done without any bytes. */
    record Free(Runnable done) implements Step {
        @Override
        public void read(Input in) {
            done.run();
        }

        @Override
        public boolean mayBeEmpty() {
            return true;
        }
    }

    /** The fields of a record in the writer's order. */
    final class Fields implements Step {
        private Step[] steps = {};
        private boolean known;

        /** Made before its fields are, for a record may hold itself. */
        void fields(Step[] all) {
            steps = all.clone();
            known = true;
        }

        @Override
        public void read(Input in) {
            in.enter();
            for (int i = 0; i < steps.length && in.ok(); i++) {
                steps[i].read(in);
            }
            in.leave();
        }

        @Override
        public boolean mayBeEmpty() {
            // One that holds itself, and is asked while it is made, has to end somehow, and so has bytes.
            return known && Arrays.stream(steps).allMatch(Step::mayBeEmpty);
        }
    }

    /** One of several. */
    record Branches(Step[] steps) implements Sized {
        @Override
        public void read(Input in) {
            long branch = in.varint();
            if (branch < 0 || branch >= steps.length) {
                in.fail("the union has " + steps.length + " branches, and number " + branch + " is given");
            } else if (in.ok()) {
                steps[(int) branch].read(in);
            }
        }
    }

    /**
     * Items of an array or a map.
     *
     * @param item what is read of each
     * @param wanted how many at the beginning may be read by a field; where there are none, a block that says its length is passed over
     * @param empty whether an item may have no bytes; then those that nobody reads are not even counted
     */
    record Blocks(Item item, int wanted, boolean empty) implements Sized {
        /** One of many. */
        interface Item {
            void read(Input in, int index);
        }

        @Override
        public void read(Input in) {
            in.enter();
            int index = 0;
            for (long count = in.varint(); count != 0 && in.ok(); count = in.varint()) {
                if (count < 0) {
                    int bytes = in.length();
                    if (wanted == 0) {
                        in.skip(bytes);
                        continue;
                    }
                    count = -count;
                }
                if (empty) {
                    count = count < 0 ? wanted : Math.min(count, wanted);
                } else if (count < 0 || count > in.remaining()) {
                    in.fail("a block of " + count + " items is given, and " + in.remaining() + " bytes are left");
                }
                for (long i = 0; i < count && in.ok(); i++) {
                    item.read(in, index++);
                }
            }
            in.leave();
        }
    }
}
