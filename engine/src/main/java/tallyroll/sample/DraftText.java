package tallyroll.sample;

import java.util.List;
import java.util.Optional;

/** Writes a draft down. Whatever comes from the data goes through {@link YamlText}. */
final class DraftText {
    private static final int COLUMN = 48;
    private static final int MOST_MENTIONED = 6;

    private final Sample sample;
    private final Findings findings;
    private final DraftEvent event;
    private final Target target;

    DraftText(Sample sample, Findings findings, DraftEvent event, Target target) {
        this.sample = sample;
        this.findings = findings;
        this.event = event;
        this.target = target;
    }

    /** What the file is, before its first key. */
    String head(Trial trial, Rejects rejects) {
        StringBuilder head = new StringBuilder();
        comment(head, "A draft, made of " + sample.extent() + " of " + sample.origin() + " by ./tallyroll sample.");
        int records = sample.records().size();
        if (trial.equals(Trial.NONE)) {
            comment(head, "It was not tried on them, for what their fields are stands elsewhere.");
        } else if (trial.dead() == 0) {
            comment(
                    head,
                    trial.events() == records
                            ? records == 1
                                    ? "With this definition it is an event."
                                    : "With this definition each of these %,d is an event.".formatted(records)
                            : "With this definition each of the %,d events in them is taken."
                                    .formatted(trial.events()));
        } else {
            comment(
                    head,
                    "With this definition %,d of %,d are events, and dead letters would be: %s."
                            .formatted(trial.events() - trial.dead(), trial.events(), rejects.counts()));
            rejects.reasons().forEach(reason -> comment(head, "  " + reason));
        }
        sample.remarks().forEach(remark -> comment(head, remark));
        event.remarks().forEach(remark -> comment(head, remark));
        comment(
                head,
                "What is marked with \"<-\" is a guess: see whether it is right. All keys: docs/reference/definition.md");
        target.advice().lines().forEach(line -> comment(head, line));
        return head.toString();
    }

    private static void comment(StringBuilder text, String line) {
        text.append("# ").append(YamlText.line(line)).append('\n');
    }

    /** The definition. */
    String body() {
        StringBuilder body = new StringBuilder();
        marked(body, "pipeline: " + target.pipeline(), "<- names the keyspace too");
        body.append("source:\n").append(target.source());
        body.append(event.yaml(target.strategy().summaryMode().recorded()));
        body.append("strategy: ").append(target.strategy().label()).append('\n');
        if (target.strategy().summaryMode().recorded()) {
            body.append("record: {keep: forever}\n");
            marked(body, "grace: 1h", "<- how late events come as a rule");
        }
        rollup(body);
        return body.toString();
    }

    private void rollup(StringBuilder body) {
        Optional<FieldGuess> group = event.group();
        body.append("rollups:\n  ")
                .append(group.map(field -> "by_" + field.name()).orElse("totals"))
                .append(":\n");
        marked(
                body,
                "    by: [" + group.map(FieldGuess::name).orElse("") + "]",
                group.map(field -> "<- what totals are asked for by"
                                + others(findings.roles().groups()))
                        .orElse("<- one total of all events: no field has few values that come again"));
        marked(body, "    every: " + (event.datesOnly() ? "[1d]" : "[1h, 1d]"), "<- bucket lengths");
        marked(body, "    measures:", "<- see \"Measures\" in docs/reference/definition.md");
        MeasureGuess.of(findings.roles(), findings.schema(), target.strategy())
                .forEach(measure -> body.append("      " + measure.name() + ": " + measure.call() + "\n"));
    }

    /** The second, third … of those that came into question. */
    static String others(List<FieldGuess> candidates) {
        List<String> others = candidates.stream().skip(1).map(FieldGuess::name).toList();
        String more = others.size() > MOST_MENTIONED ? " …" : "";
        return others.isEmpty()
                ? ""
                : "; or " + String.join(", ", others.subList(0, Math.min(MOST_MENTIONED, others.size()))) + more;
    }

    static void marked(StringBuilder text, String line, String note) {
        text.append(note.isEmpty() ? line : ("%-" + COLUMN + "s  # %s").formatted(line, note))
                .append('\n');
    }
}
