package tallyroll.run;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Makes Spark sessions. */
public final class Sessions {
    private Sessions() {}

    /** @param master the Spark master; empty to take what spark-submit says, else all cores of this machine */
    public static SparkSession open(String name, String master) {
        SparkConf conf = new SparkConf();
        if (!master.isEmpty()) {
            conf.setMaster(master);
        } else if (!conf.contains("spark.master")) {
            // the 4 lets a failed task be tried again, as on a cluster; plain local[*] would give up at once
            conf.setMaster("local[*,4]");
        }
        if (conf.get("spark.master").startsWith("local")) {
            conf.set("spark.driver.host", "127.0.0.1");
            conf.set("spark.driver.bindAddress", "127.0.0.1");
            conf.setIfMissing("spark.ui.enabled", "false");
        }
        conf.setIfMissing("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.set("spark.sql.session.timeZone", "UTC");
        return SparkSession.builder().appName("tallyroll " + name).config(conf).getOrCreate();
    }
}
