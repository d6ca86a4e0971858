package tallyroll.session;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import tallyroll.retry.Retries;

/** Opens Spark sessions. */
public final class Sessions {
    private Sessions() {}

    /** A session for the time of some work. Closing it stops Spark only if it was started here. */
    public static final class Session implements AutoCloseable {
        private final SparkSession spark;
        private final boolean startedHere;

        private Session(SparkSession spark, boolean startedHere) {
            this.spark = spark;
            this.startedHere = startedHere;
        }

        public SparkSession spark() {
            return spark;
        }

        public JavaSparkContext context() {
            return new JavaSparkContext(spark.sparkContext());
        }

        @Override
        public void close() {
            if (startedHere) {
                spark.stop();
            }
        }
    }

    /**
     * The session of the program around us where it has one, with its own master and settings; else a new one.
     *
     * @param master the Spark master; empty to take what spark-submit says, else all cores of this machine
     */
    public static Session open(String name, String master) {
        boolean startedHere = SparkSession.getDefaultSession().isEmpty();
        return new Session(
                SparkSession.builder()
                        .appName("tallyroll " + name)
                        .config(startedHere ? settings(new SparkConf(), master) : new SparkConf(false))
                        .getOrCreate(),
                startedHere);
    }

    /** What a new session needs beyond what {@code conf} says already. */
    static SparkConf settings(SparkConf conf, String master) {
        if (!master.isEmpty()) {
            conf.setMaster(master);
        } else if (!conf.contains("spark.master")) {
            // a failed task is tried again, as on a cluster; plain local[*] would give up at once
            conf.setMaster("local[*," + Retries.SPARK_TASK.tries() + "]");
        }
        if (conf.get("spark.master").startsWith("local")) {
            conf.set("spark.driver.host", "127.0.0.1");
            conf.set("spark.driver.bindAddress", "127.0.0.1");
            conf.setIfMissing("spark.ui.enabled", "false");
            // an error in a task is ours to end by: Spark would end this process with a code of its own
            conf.set("spark.executor.killOnFatalError.depth", "0");
        }
        conf.setIfMissing("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        // what is asked of a run beside its stream waits for a core no longer than the stream does
        conf.setIfMissing("spark.scheduler.mode", "FAIR");
        return conf.set("spark.sql.session.timeZone", "UTC");
    }
}
