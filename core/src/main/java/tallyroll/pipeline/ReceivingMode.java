package tallyroll.pipeline;

import tallyroll.pipeline.Pipeline.Receiver;
import tallyroll.pipeline.Pipeline.Source;

/** What the ingestion modes have in common whose events come through a receiver, which answers its senders. */
abstract class ReceivingMode extends IngestionMode {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean reads(Source source) {
        return source instanceof Receiver;
    }

    @Override
    public String sources() {
        return "a receiver";
    }

    @Override
    KeyRule refusal(Source source, String instead) {
        return notBeforeATopic(instead);
    }

    @Override
    public boolean acknowledges() {
        return true;
    }
}
