package io.dmm4j.cuda;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** cuSPARSE and cuBLAS as this backend calls them, on a GPU. */
class ProductsOnGpuTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void productsAreThoseOfPlainLoops(boolean wide) {
        new ProductCases(OnGpu.gpu()).check(wide);
    }
}
