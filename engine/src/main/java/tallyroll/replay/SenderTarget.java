package tallyroll.replay;

import java.util.ArrayList;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.send.Beside;
import tallyroll.send.EventSender;

/** A topic or an HTTP receiver: takes events at least once, since nothing that was sent can be taken back. */
public final class SenderTarget implements ReplayTarget {
    private final EventSender sender;
    private EventSender.Receipt receipt = new EventSender.Receipt(0, 0, List.of());

    public SenderTarget(EventSender sender) {
        this.sender = sender;
    }

    @Override
    public String name() {
        return sender.target();
    }

    @Override
    public void open(boolean goesOn, long bytes) {
        // what was sent after the last confirmation is sent again
    }

    @Override
    public void send(Slice event, Beside beside) {
        sender.sendBeside(event, beside);
    }

    @Override
    public long confirm() {
        receipt = sender.finish();
        return 0;
    }

    @Override
    public void complete() {
        // there is nothing to close
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(receipt.notes());
        if (receipt.rejected() > 0) {
            notes.add(receipt.rejected() + " of them are dead letters there.");
        }
        return notes;
    }

    @Override
    public void close() {
        sender.close();
    }
}
