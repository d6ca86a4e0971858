package tallyroll.control;

class MemoryRequestsTest extends RequestStoreContract {
    private final MemoryRequests requests = new MemoryRequests();

    @Override
    protected RequestStore requests() {
        return requests;
    }
}
