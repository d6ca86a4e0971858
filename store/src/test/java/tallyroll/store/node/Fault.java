package tallyroll.store.node;

import com.datastax.oss.protocol.internal.Message;
import com.datastax.oss.protocol.internal.ProtocolConstants.ConsistencyLevel;
import com.datastax.oss.protocol.internal.ProtocolConstants.ErrorCode;
import com.datastax.oss.protocol.internal.response.Error;
import com.datastax.oss.protocol.internal.response.error.ReadTimeout;
import com.datastax.oss.protocol.internal.response.error.Unavailable;
import com.datastax.oss.protocol.internal.response.error.WriteTimeout;

/**
 * What may become of a request instead of its answer.
 *
 * @param done whether the request is carried out all the same
 */
public record Fault(boolean done, Message answer) {
    /** Too few replicas: nothing was done. */
    public static final Fault REFUSED =
            new Fault(false, new Unavailable("too few replicas", ConsistencyLevel.LOCAL_QUORUM, 2, 1));

    /** Done, but nobody says so. */
    public static final Fault ANSWER_LOST = new Fault(true, writeTimeout());

    /** Not done, and nobody says so. */
    public static final Fault REQUEST_LOST = new Fault(false, writeTimeout());

    public static final Fault READ_TIMEOUT =
            new Fault(false, new ReadTimeout("no answer", ConsistencyLevel.LOCAL_QUORUM, 1, 2, false));

    /** The statement itself is wrong. */
    public static final Fault INVALID = new Fault(false, new Error(ErrorCode.INVALID, "wrong statement"));

    private static Message writeTimeout() {
        return new WriteTimeout("no answer", ConsistencyLevel.LOCAL_QUORUM, 1, 2, "SIMPLE");
    }
}
