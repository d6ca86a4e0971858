package tallyroll.session;

import java.util.List;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Secret;

/** Sees, before anything is claimed, that executors can resolve what is not sent to them, see {@link Secret}. */
public final class TaskSecrets {
    private TaskSecrets() {}

    /** @throws InvalidRequestException where tasks run in other processes and a secret stays in this one */
    public static void requirePortable(Pipeline pipeline, Sessions.Session session) {
        if (!session.context().isLocal()) {
            requirePortable(pipeline, session.context().master());
        }
    }

    static void requirePortable(Pipeline pipeline, String master) {
        List<String> kept = pipeline.taskSecrets().stream()
                .filter(secret -> !secret.portable())
                .map(Secret::key)
                .toList();
        if (!kept.isEmpty()) {
            throw new InvalidRequestException("Cannot run \"" + pipeline.name() + "\" on " + master + ": "
                    + String.join(", ", kept) + (kept.size() == 1 ? " is" : " are")
                    + " written in the definition itself, and secrets are not sent to executors. Write ${env:NAME} or"
                    + " ${file:PATH}, and give every executor the variable or the file (docs/operating.md, Secrets).");
        }
    }
}
