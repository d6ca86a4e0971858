package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenTextsTest {
    private static final String YAML = """
            pipeline: visits
            source:
              kafka: {bootstrap: "localhost:9092", topic: visits, options: {sasl.jaas.config: "login required password=\\"kfk-4711-kfk\\";"}}
            event:
              format: json
              time: {field: at}
              fields: {at: timestamp, place: string}
            cassandra: {datacenter: dc, username: me, password: "${env:PASSWORD}"}
            rollups:
              visits: {by: [place], every: [1h], measures: {events: count}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    the password s3cret-77 is wrong                | the password ${env:PASSWORD} is wrong
                    xs3cret-77x                                    | x${env:PASSWORD}x
                    Value "kfk-4711-kfk" not specified             | Value "(hidden)" not specified
                    login required password="kfk-4711-kfk"; failed | (hidden) failed
                    nothing of the kind                            | nothing of the kind
                    """)
    void withoutSecrets_ofADefinition_showsWhereTheyCameFrom(String text, String shown) {
        read(YAML, "s3cret-77");

        assertThat(HiddenTexts.withoutSecrets(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "walk" is wrong            | "${env:PASSWORD}" is wrong
                    ./tallyroll walk.all       | ./tallyroll walk.all
                    sleepwalking, walk-in      | sleepwalking, walk-in
                    """)
    void withoutSecrets_oneThatIsAWord_leavesOtherWordsAlone(String text, String shown) {
        read(YAML, "walk");

        assertThat(HiddenTexts.withoutSecrets(text)).isEqualTo(shown);
    }

    @Test
    void withoutSecrets_passwordInAUrl_isHidden() {
        HiddenTexts.addParts("amqps://me:pw-of-broker@broker:5671");

        assertThat(HiddenTexts.withoutSecrets("cannot reach amqps://me:pw-of-broker@broker:5671"))
                .isEqualTo("cannot reach amqps://me:(hidden)@broker:5671");
    }

    @Test
    void errors_ofASecretWrittenDown_doNotShowIt() {
        String yaml = YAML.replace("password: \"${env:PASSWORD}\"", "password: \"lit-eral-99 ${env:NOBODY}\"")
                .replace("username: me", "username: me, pasword: lit-eral-99");

        assertThatThrownBy(() -> read(yaml, "x"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("there is no key \"pasword\" here")
                .hasMessageContaining(
                        "cassandra.password: \"(hidden)\": the environment variable \"NOBODY\" is not set")
                .hasMessageNotContaining("eral");
    }

    private static void read(String yaml, String password) {
        Definition.parse(yaml, "visits.yaml", Environment.of(Map.of("PASSWORD", password)));
    }
}
