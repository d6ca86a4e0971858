package tallyroll.record;

class MemoryIndexTest extends IdentityIndexContract {
    private final IdentityIndex index = new MemoryRecord().index();

    @Override
    protected IdentityIndex index() {
        return index;
    }
}
