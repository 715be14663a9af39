package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.cuda.fake.FakeGpu;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of products, on a fake device. */
class FakeProductsTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void productsAreThoseOfPlainLoops(boolean wide) {
        FakeGpu gpu = new FakeGpu();
        new ProductCases(gpu).check(wide);
        assertEquals(List.of(), gpu.leaks());
    }
}
