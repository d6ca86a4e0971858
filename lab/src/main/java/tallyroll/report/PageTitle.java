package tallyroll.report;

import java.util.List;

/** The page's headline and first sentence, which promise no more than the report has. */
record PageTitle(int strategies, int faults) {
    private static final List<String> NUMBERS =
            List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

    /** Counts the strategies that were run and the kinds of fault that were tried on any of them. */
    static PageTitle of(LabReport report) {
        return new PageTitle(report.strategies().size(), (int)
                report.trials().map(Trial::fault).distinct().count());
    }

    /** {@code Nine ways to keep a tally, ten ways to break it}. */
    String title() {
        String kept = counted(strategies, "way") + " to keep a tally";
        String broken = faults == 0 ? "" : ", " + counted(faults, "way") + " to break it";
        return Character.toUpperCase(kept.charAt(0)) + kept.substring(1) + broken;
    }

    String lead() {
        boolean one = strategies == 1;
        String systems = one
                ? "A stream of events was counted by one system. "
                : "The same stream of events was counted by %s. ".formatted(counted(strategies, "system"));
        String judged = "very total %s was compared with the events that had been sent."
                .formatted(one ? "it holds" : "they hold");
        return faults == 0
                ? systems + "E" + judged
                : systems
                        + "%s was then disturbed in %s, and e".formatted(one ? "It" : "Each", counted(faults, "way"))
                        + judged;
    }

    private static String counted(int count, String noun) {
        return NUMBERS.get(count) + " " + noun + (count == 1 ? "" : "s");
    }
}
