package tallyroll.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the page's scripts read: the report, its trials with verdicts and what stays wrong, and the words for faults and verdicts. */
final class PageData {
    private PageData() {}

    /**
     * As JSON for a script element, where {@code <} could begin an end tag or a comment even within quotes; written as an escape it
     * cannot.
     */
    static String json(LabReport report) {
        return tree(report).toString().replace("<", "\\u003c");
    }

    private static ObjectNode tree(LabReport report) {
        ObjectNode data = ReportJson.tree(report);
        for (int i = 0; i < report.strategies().size(); i++) {
            StrategyReport strategy = report.strategies().get(i);
            for (int j = 0; j < strategy.trials().size(); j++) {
                judge(strategy.trials().get(j), (ObjectNode) data.at("/strategies/%d/trials/%d".formatted(i, j)));
            }
        }
        faults(data.putArray("faults"));
        verdicts(data.putArray("verdicts"));
        return data;
    }

    private static void judge(Trial trial, ObjectNode node) {
        node.put("verdict", Verdict.of(trial).label());
        if (trial instanceof Trial.NotApplicable none) {
            node.put("reason", none.missing().reason());
        }
        if (trial instanceof Trial.Measured measured) {
            node.put("percentLeft", Verdict.percentLeft(measured));
            Verdict.remaining(measured).ifPresent(state -> shares(node.putObject("remaining"), state));
            Verdict.untilReplay(measured).ifPresent(state -> shares(node.putObject("untilReplay"), state));
        }
    }

    private static void shares(ObjectNode node, State state) {
        node.put("over", state.percent(state.over())).put("under", state.percent(state.under()));
    }

    private static void faults(ArrayNode faults) {
        for (FaultKind fault : FaultKind.values()) {
            faults.addObject()
                    .put("label", fault.label())
                    .put("word", fault.word())
                    .put("title", fault.title())
                    .put("description", fault.description());
        }
    }

    private static void verdicts(ArrayNode verdicts) {
        for (Verdict verdict : Verdict.values()) {
            verdicts.addObject()
                    .put("label", verdict.label())
                    .put("title", verdict.title())
                    .put("description", verdict.description())
                    .put("wrong", verdict.wrong());
        }
    }
}
