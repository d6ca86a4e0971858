package tallyroll.record;

class MemoryGapsTest extends GapStoreContract {
    private final MemoryGaps gaps = new MemoryGaps();

    @Override
    protected GapStore gaps() {
        return gaps;
    }
}
