package tallyroll.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SessionsTest {
    @Test
    void settings_noMaster_areAllCoresWithFurtherAttempts() {
        assertThat(settings("", new SparkConf(false)).get("spark.master")).isEqualTo("local[*,4]");
    }

    @Test
    void settings_masterOfTheCommandLine_winsOverThatOfSparkSubmit() {
        SparkConf submitted = new SparkConf(false).set("spark.master", "spark://elsewhere:7077");

        assertThat(settings("local[2]", submitted).get("spark.master")).isEqualTo("local[2]");
    }

    @Test
    void settings_masterOfSparkSubmit_isKept() {
        SparkConf submitted = new SparkConf(false).set("spark.master", "spark://elsewhere:7077");

        assertThat(settings("", submitted).get("spark.master")).isEqualTo("spark://elsewhere:7077");
        assertThat(submitted.contains("spark.driver.host"))
                .as("a cluster must reach us")
                .isFalse();
    }

    @Test
    void settings_onOneMachine_listenOnLoopbackOnly() {
        SparkConf conf = settings("local[2]", new SparkConf(false));

        assertThat(conf.get("spark.driver.host")).isEqualTo("127.0.0.1");
        assertThat(conf.get("spark.driver.bindAddress")).isEqualTo("127.0.0.1");
        assertThat(conf.get("spark.ui.enabled")).isEqualTo("false");
    }

    @Test
    void settings_whatWasChosen_isLeftButForTheTimeZone() {
        SparkConf chosen = new SparkConf(false)
                .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer")
                .set("spark.ui.enabled", "true")
                .set("spark.sql.session.timeZone", "Europe/Berlin");

        SparkConf conf = settings("local[2]", chosen);

        assertThat(conf.get("spark.serializer")).isEqualTo("org.apache.spark.serializer.JavaSerializer");
        assertThat(conf.get("spark.ui.enabled")).isEqualTo("true");
        assertThat(conf.get("spark.sql.session.timeZone")).isEqualTo("UTC");
    }

    @Test
    @Tag("spark")
    void close_ofASessionThatWasThereBefore_leavesItRunning() {
        try (Sessions.Session ours = Sessions.open("outer", "local[2]")) {
            try (Sessions.Session borrowed = Sessions.open("inner", "local[1]")) {
                assertThat(borrowed.spark()).isSameAs(ours.spark());
            }
            assertThat(SparkSession.getDefaultSession().isDefined()).isTrue();
            assertThat(ours.spark().range(3).count()).isEqualTo(3);
        }
    }

    private static SparkConf settings(String master, SparkConf conf) {
        return Sessions.settings(conf, master);
    }
}
