package tallyroll.summary;

class MemorySummariesTest extends SummaryStoreContract {
    private final MemorySummaries summaries = new MemorySummaries();

    @Override
    protected SummaryStore summaries() {
        return summaries;
    }
}
