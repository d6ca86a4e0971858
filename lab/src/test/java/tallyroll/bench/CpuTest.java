package tallyroll.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTest {
    @Test
    void millis_ownProcess_agreesWithTheVirtualMachine() {
        long listener =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();

        assertThat(Cpu.millis(ProcessHandle.current().pid())).isBetween(listener - 100, listener + 5_000);
    }

    @Test
    void endedChildrenMillis_afterBusyChild_grows() throws Exception {
        long before = Cpu.endedChildrenMillis();
        Process child = new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done").start();

        assertThat(child.waitFor()).isZero();
        assertThat(Cpu.endedChildrenMillis() - before).isPositive();
    }
}
