package tallyroll.pipeline;

/**
 * A key of a section of the definition file.
 *
 * @param byDefault what is read where the key is not written; empty: nothing
 * @param meaning what it says, a sentence without its full stop
 * @param example a value as it would be written; empty for sections
 */
record Key(String name, Shape shape, boolean required, String byDefault, String meaning, String example) {
    static Key required(String name, Shape shape, String meaning, String example) {
        return new Key(name, shape, true, "", meaning, example);
    }

    static Key optional(String name, Shape shape, String byDefault, String meaning, String example) {
        return new Key(name, shape, false, byDefault, meaning, example);
    }
}
