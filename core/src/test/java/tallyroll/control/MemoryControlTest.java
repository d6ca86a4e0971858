package tallyroll.control;

class MemoryControlTest extends ControlStoreContract {
    private final MemoryControl control = new MemoryControl();

    @Override
    protected ControlStore control() {
        return control;
    }
}
