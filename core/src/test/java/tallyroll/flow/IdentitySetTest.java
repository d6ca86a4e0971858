package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentitySetTest {
    @Test
    void add_manyIdentities_answersAsAHashSet() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            IdentitySet set = new IdentitySet(random.nextInt(100));
            Set<List<Long>> plain = new HashSet<>();
            long range = 1L + random.nextInt(3_000);
            for (int i = 0; i < 5_000; i++) {
                long high = random.nextLong(range) * (random.nextBoolean() ? 1 : Long.MIN_VALUE);
                long low = random.nextLong(3);
                assertThat(set.add(high, low)).as("seed %d", seed).isEqualTo(plain.add(List.of(high, low)));
            }
        }
    }

    @Test
    void add_identityOfZeros_isOneLikeAnyOther() {
        IdentitySet set = new IdentitySet(0);

        assertThat(set.add(0, 0)).isTrue();
        assertThat(set.add(0, 0)).isFalse();
    }
}
