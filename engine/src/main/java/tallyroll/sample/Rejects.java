package tallyroll.sample;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a trial rejected, in words. A reason shows a value, so it is left out where that may be private. */
final class Rejects {
    private static final int MOST = 5;
    private static final int LONGEST = 160;
    private static final Pattern BREAKS = Pattern.compile("[\\s\"'<>,;(){}\\[\\]]+");

    private final Trial trial;
    private final Findings findings;
    private final boolean values;

    /** @param values whether values may be shown at all */
    Rejects(Trial trial, Findings findings, boolean values) {
        this.trial = trial;
        this.findings = findings;
        this.values = values;
    }

    /** {@code bad-time at (2), not-json (1)}. */
    String counts() {
        return trial.rejects().entrySet().stream()
                .map(one -> one.getKey() + " (%,d)".formatted(one.getValue().count()))
                .collect(Collectors.joining(", "));
    }

    /** The first of each kind. */
    List<String> reasons() {
        return trial.rejects().entrySet().stream().limit(MOST).map(this::reason).toList();
    }

    private String reason(Map.Entry<String, Trial.Reject> reject) {
        Trial.Reject first = reject.getValue();
        String place = reject.getKey() + ", first in record %,d".formatted(first.record());
        if (!values || isPrivate(first)) {
            return place;
        }
        String reason = YamlText.line(first.reason());
        return place + ": " + (reason.length() > LONGEST ? reason.substring(0, LONGEST) + "…" : reason);
    }

    private boolean isPrivate(Trial.Reject reject) {
        boolean field =
                findings.fields().stream().anyMatch(known -> known.name().equals(reject.field()) && known.secret());
        boolean whole = reject.field().isEmpty() && findings.fields().stream().anyMatch(FieldGuess::secret);
        return field
                || whole
                || PrivateValues.text(reject.reason())
                || BREAKS.splitAsStream(reject.reason()).anyMatch(PrivateValues::text);
    }
}
