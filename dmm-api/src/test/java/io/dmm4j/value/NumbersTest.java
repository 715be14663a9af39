package io.dmm4j.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "-1.5, -1.5",
        "0.5, 0.5",
        "0.1, 0.1",
        "1e15, 1000000000000000",
        "9007199254740993, 9007199254740992",
        "1e20, 100000000000000000000",
        "123456789012345680000, 123456789012345680000",
        "1e21, 1e21",
        "-1.25e22, -1.25e22",
        "2e23, 2e23",
        "1e-6, 0.000001",
        "-1.5e-6, -0.0000015",
        "1e-7, 1e-7",
        "2.5e-7, 2.5e-7",
        "5e-324, 5e-324",
        "1e-323, 1e-323",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "0.3333333333333333, 0.3333333333333333",
        "NaN, NaN",
        "-Infinity, -Infinity",
    })
    void layout(double number, String text) {
        assertEquals(text, Numbers.format(number));
    }

    @Property(seed = "20171207")
    void readsBackToTheLastBit(@ForAll long bits) {
        double x = Double.longBitsToDouble(bits);
        if (Double.isFinite(x)) {
            assertEquals(x == 0 ? 0 : x, Double.parseDouble(Numbers.format(x)));
        }
    }
}
