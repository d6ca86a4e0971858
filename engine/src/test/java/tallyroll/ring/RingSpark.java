package tallyroll.ring;

import org.apache.spark.api.java.JavaSparkContext;
import tallyroll.session.Sessions;

/** The one Spark of this JVM: two cores, each task tried up to four times. It ends with the process. */
final class RingSpark {
    static final String MASTER = "local[2,4]";

    private static final Sessions.Session SESSION = Sessions.open("ring", MASTER);

    private RingSpark() {}

    static JavaSparkContext context() {
        return SESSION.context();
    }
}
