package tallyroll.registry;

import java.io.Serializable;
import tallyroll.pipeline.Secret;

/**
 * Where a registry is, and who asks. Part of the plan of tasks, so the password is a reference.
 *
 * @param url without a slash at its end
 * @param username empty: nobody in particular
 * @param truststore certificates in PEM whom alone is trusted; empty: those of the Java runtime
 */
public record RegistrySpec(String url, String username, Secret password, String truststore) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Without the rest. */
    @Override
    public String toString() {
        return url;
    }
}
