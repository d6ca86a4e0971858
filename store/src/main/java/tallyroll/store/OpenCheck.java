package tallyroll.store;

import java.util.concurrent.CompletableFuture;
import tallyroll.control.Claim;
import tallyroll.control.OpenClaims;

/**
 * Asks whether a claim is open, for the marks of one appender: one question at a time, which serves all marks that stood before it was
 * asked. Safe for use by many threads.
 */
final class OpenCheck {
    private final OpenClaims claims;
    private final Claim claim;
    private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
    /** To be asked when {@code asked} is answered; null where nobody waits for it. */
    private CompletableFuture<Void> next;

    OpenCheck(OpenClaims claims, Claim claim) {
        this.claims = claims;
        this.claim = claim;
    }

    /** Completes once the mark stands and the claim was found open after that; fails where it was not. */
    CompletableFuture<Void> after(CompletableFuture<Void> marked) {
        return marked.thenCompose(stands -> answer());
    }

    private synchronized CompletableFuture<Void> answer() {
        if (next == null) {
            next = asked.handleAsync((before, failed) -> {
                begun();
                claims.require(claim);
                return null;
            });
        }
        return next;
    }

    private synchronized void begun() {
        asked = next;
        next = null;
    }
}
