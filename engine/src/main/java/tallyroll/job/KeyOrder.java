package tallyroll.job;

import java.io.Serializable;
import java.util.Comparator;
import tallyroll.flow.ShuffleKey;

/** The order of shuffle keys, for Spark to ship. */
final class KeyOrder implements Comparator<byte[]>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(byte[] left, byte[] right) {
        return ShuffleKey.compare(left, right);
    }
}
