package tallyroll.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import tallyroll.pipeline.FormatSection;
import tallyroll.pipeline.Secret;
import tallyroll.pipeline.SourceKey;
import tallyroll.pipeline.SourceSection;
import tallyroll.pipeline.SourceSettings;
import tallyroll.pipeline.ValueType;
import tallyroll.pipeline.WrittenFile;
import tallyroll.tls.KeyFiles;

/** The keys of a registry in the section of a format. */
public final class RegistryKeys {
    static final SourceKey<String> URL = SourceKey.required(
            "url",
            ValueType.parsed(
                    "URL",
                    "https?://[^\\s]+",
                    "is not a URL (expected http://host:port or https://host:port)",
                    RegistryKeys::url),
            "where it is; a path at the end is kept, as of Apicurio's API that is compatible",
            "https://registry:8081");
    static final SourceKey<String> USERNAME =
            SourceKey.optional("username", ValueType.TEXT, "for a registry that asks for one", "tallyroll");
    static final SourceKey<Secret> PASSWORD =
            SourceKey.optional("password", ValueType.SECRET, "goes with username", "${file:/run/secrets/registry}");
    static final SourceKey<WrittenFile> TRUSTSTORE = SourceKey.optional(
            "truststore",
            ValueType.FILE,
            "a file with the certificates (PEM) that are trusted; those of the Java runtime if not given",
            "registry-ca.pem");

    private static final SourceSection SECTION = SourceSection.of(URL, USERNAME, PASSWORD, TRUSTSTORE)
            .onlyWith(USERNAME, PASSWORD)
            .onlyWith(PASSWORD, USERNAME);

    private RegistryKeys() {}

    /** The key of a registry. @param meaning what is asked of it */
    public static SourceKey<SourceSettings> key(String meaning) {
        return SourceKey.optional("registry", ValueType.section(SECTION), meaning, "");
    }

    /** The registry as a definition describes it; empty after an error. */
    public static Optional<RegistrySpec> read(SourceSettings registry, FormatSection section) {
        Optional<String> certificates = Optional.of("");
        if (registry.find(TRUSTSTORE).isPresent()) {
            WrittenFile file = registry.get(TRUSTSTORE);
            certificates = section.bytes(file).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            if (certificates.isPresent() && !readable(certificates.get())) {
                section.error(file, "holds no certificates", "it has -----BEGIN CERTIFICATE----- and Base64");
                certificates = Optional.empty();
            }
        }
        return certificates.flatMap(pem -> registry.find(URL)
                .map(url -> new RegistrySpec(
                        url,
                        registry.find(USERNAME).orElse(""),
                        registry.find(PASSWORD).orElseGet(Secret::none),
                        pem)));
    }

    private static boolean readable(String pem) {
        try {
            KeyFiles.trusting(pem);
            return true;
        } catch (GeneralSecurityException unreadable) {
            return false;
        }
    }

    private static String url(String written) {
        URI uri = URI.create(written);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("is not a URL (expected http://host:port or https://host:port)");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("has a user name in it; write username and password");
        }
        if (uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("has more than a path at its end");
        }
        return written.replaceFirst("/+$", "");
    }
}
