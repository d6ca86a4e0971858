package tallyroll.pipeline;

/** Secrets as a definition has them. */
public final class Secrets {
    private Secrets() {}

    /** One that is written in the definition itself. */
    public static Secret written(String value) {
        return Secret.of("event.avro.registry.password", "", value);
    }
}
