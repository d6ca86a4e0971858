package tallyroll.record;

class MemoryRecordTest extends SystemOfRecordContract {
    private final MemoryRecord record = new MemoryRecord();

    @Override
    protected SystemOfRecord record() {
        return record;
    }
}
