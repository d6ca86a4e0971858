package tallyroll.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** A judge that used the code it judges would agree with every error in it. */
class JudgeIndependenceTest {
    private static final JavaClasses SIM = new ClassFileImporter().importPackagesOf(World.class);

    @Test
    void oracle_andWhatItKnows_usesClaimsAndBooksOnly() {
        classes()
                .that(JavaClass.Predicates.belongToAnyOf(
                        Oracle.class,
                        Grid.class,
                        Fact.class,
                        Topic.class,
                        Topics.class,
                        Sender.class,
                        Kind.class,
                        Log.class,
                        Sent.class,
                        Place.class,
                        Spot.class))
                .should()
                .onlyDependOnClassesThat()
                .haveNameMatching("(\\[+L?)?(java\\..*|[JIZBCSDF]|long|int|boolean|byte|void|double"
                        + "|tallyroll\\.sim\\.(Oracle|Grid|Fact|Topic|Topics|Sender|Kind|Log|Sent|Place|Spot|WorldPipeline)(\\$.*)?"
                        + "|tallyroll\\.control\\.(Claim|IngestClaim|SettleClaim|ForgetClaim|Books)(\\$.*)?);?")
                .check(SIM);
    }

    @Test
    void judge_andLedger_decodeFoldAndApplyNothing() {
        classes()
                .that(JavaClass.Predicates.belongToAnyOf(Judge.class, Ledger.class))
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "tallyroll.decode..",
                        "tallyroll.event..",
                        "tallyroll.measure..",
                        "tallyroll.flow..",
                        "tallyroll.apply..",
                        "tallyroll.batch..",
                        "tallyroll.bytes..")
                .check(SIM);
    }
}
