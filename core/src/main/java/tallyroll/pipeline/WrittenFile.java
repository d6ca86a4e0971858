package tallyroll.pipeline;

/** A file that a definition names; read with {@link FormatSection#bytes}. */
public final class WrittenFile {
    private final Place place;
    private final String path;

    WrittenFile(Place place, String path) {
        this.place = place;
        this.path = path;
    }

    /** As it is written; a relative path starts at the definition's directory. */
    public String path() {
        return path;
    }

    Place place() {
        return place;
    }
}
