package tallyroll.pipeline;

import java.time.Instant;
import java.util.function.LongSupplier;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.EventRule;
import tallyroll.decode.RejectCode;
import tallyroll.event.Event;
import tallyroll.event.PlausibleTime;
import tallyroll.time.Micros;

/** The event time lies within the definition's bounds, as of the time when its batch was first claimed: run again, it decides alike. */
final class PlausibleTimeRule implements EventRule {
    private final PlausibleTime plausible;
    private final LongSupplier nowMicros;

    PlausibleTimeRule(PlausibleTime plausible, LongSupplier nowMicros) {
        this.plausible = plausible;
        this.nowMicros = nowMicros;
    }

    @Override
    public Decoding check(Slice raw, Event event) {
        long now = nowMicros.getAsLong();
        long time = event.timeMicros();
        if (time < plausible.notBefore().micros(now)) {
            return implausible(
                    time,
                    "earlier than event.time.not_before",
                    plausible.notBefore().micros(now));
        }
        if (time > plausible.notAfter().micros(now)) {
            return implausible(
                    time,
                    "later than event.time.not_after",
                    plausible.notAfter().micros(now));
        }
        return Decoding.OK;
    }

    private static Decoding implausible(long time, String rule, long bound) {
        Instant seen = Micros.toInstant(time);
        return RejectCode.IMPLAUSIBLE_TIME.because(
                "the event time " + seen + " is " + rule + ", which is " + Micros.toInstant(bound));
    }
}
