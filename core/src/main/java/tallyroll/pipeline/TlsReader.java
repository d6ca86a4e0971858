package tallyroll.pipeline;

import java.util.Optional;
import tallyroll.pipeline.Pipeline.Tls;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;
import tallyroll.tls.TlsException;

/** Reads {@code tls} of whatever is connected to. */
final class TlsReader {
    private final Section written;
    private final String path;
    private final FormatSection.Files files;
    private final DefinitionErrors faults;

    private TlsReader(Section written, String path, FormatSection.Files files, DefinitionErrors faults) {
        this.written = written;
        this.path = path;
        this.files = files;
        this.faults = faults;
    }

    /**
     * What {@code tls} of a section says, tried with the files it names; off where it says nothing or has a fault.
     *
     * @param owner the section's name
     */
    static Tls read(Section section, String owner, FormatSection.Files files, DefinitionErrors faults) {
        return section.section("tls")
                .filter(written -> section.states("tls"))
                .map(written -> new TlsReader(written, owner + ".tls", files, faults).read())
                .orElse(Tls.OFF);
    }

    private Tls read() {
        needs("trust_password", "trust");
        needs("key_password", "key");
        needs("certificate", "key");
        Tls tls = new Tls(
                true,
                file("trust"),
                secret("trust_password"),
                file("key"),
                secret("key_password"),
                file("certificate"),
                Boolean.parseBoolean(written.text("verify_host")));
        try {
            tls.files().context();
            return tls;
        } catch (TlsException unusable) {
            faults.add(written.place(), unusable.getMessage(), "a relative path starts at the definition's directory");
            return Tls.OFF;
        }
    }

    private void needs(String key, String other) {
        if (written.states(key) && !written.states(other)) {
            faults.add(written.placeOf(key), "has no meaning without \"" + other + "\"", "write " + other + " too");
        }
    }

    private String file(String key) {
        return Optional.of(written.text(key))
                .filter(name -> !name.isEmpty())
                .map(name -> files.environment()
                        .absolute(files.directory().resolve(name))
                        .toString())
                .orElse("");
    }

    private Secret secret(String key) {
        Optional<Scalar> password =
                written.scalar(key).filter(value -> !value.text().isEmpty());
        return password.map(value -> Secret.of(path + "." + key, value.reference(), value.text()))
                .orElseGet(Secret::none);
    }
}
