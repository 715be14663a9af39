package io.dmm4j.value;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What the published engines compute, in Clojure ({@code jsa-aerial/DMM}), Julia and JAX. Where canonical form gives
 * another result the name of the test says which and why. As published, {@code mask(m, y)} and {@code lincomb(m, y)}
 * name the mask first.
 */
class PublishedAlgebraTest {
    private static final VValue T = tree("{'a':1,'b':2,'c':{'a':1,'b':2,'c':{'x':1,'y':3}}}");
    private static final VValue M = tree("{'c':7}");

    private static VValue mask(VValue m, VValue y) {
        return y.mask(m);
    }

    private static VValue lincomb(VValue m, VValue y) {
        return y.maskedSum(m);
    }

    private static void same(String expected, VValue actual) {
        assertEquals(tree(expected), actual);
    }

    @Nested
    class Clojure {
        @Test
        void maskOfATreeByItselfSquaresTheLeaves() {
            same("{'a':1,'b':4,'c':{'a':1,'b':4,'c':{'x':1,'y':9}}}", mask(T, T));
        }

        @Test
        void maskScalesTheSubtreeBelow() {
            same("{'c':{'a':7,'b':14,'c':{'x':7,'y':21}}}", mask(M, T));
        }

        @Test
        void linearCombinationsByMask() {
            same("49", lincomb(M, M));
            same("{'a':7,'b':14,'c':{'x':7,'y':21}}", lincomb(M, T));
            same("20", lincomb(T, T));
            same("{}", lincomb(T, M));
        }

        @Test
        void matrixAtLevelOne() {
            VValue a = tree("{'x':{'a':8},'y':{'b':10},'z':{'a':2,'b':4}}");
            same("{'x':24,'y':50,'z':26}", tree("{'a':3.0,'b':5}").applyMatrix(a, 1));
            same(
                    "{'x':{'v':24},'y':{'v':50,'w':{'v':80}},'z':{'v':26,'w':{'v':32}}}",
                    tree("{'a':{'v':3},'b':{'v':5,'w':{'v':8}}}").applyMatrix(a, 1));
        }

        @Test
        void sumOfTwoLinearCombinations() {
            VValue sum = lincomb(M, T).plus(lincomb(tree("{'c':1}"), T));
            same("{'a':8,'b':16,'c':{'x':8,'y':24}}", sum);
            same("{'single':{'a':8,'b':16,'c':{'x':8,'y':24}}}", VValue.EMPTY.with("single", sum));
        }

        @Test
        void maxNorm() {
            assertEquals(0, tree("{}").maxNorm());
            assertEquals(1, tree("{'a':1,'c':1}").maxNorm());
            assertEquals(2, tree("{'a':1,'c':2}").maxNorm());
            assertEquals(2, tree("{'c':-2,'a':1}").maxNorm());
        }

        @Test
        void lessOrEqual() {
            assertFalse(tree("2").lessOrEqual(tree("1")));
            assertTrue(tree("1").lessOrEqual(tree("2")));
            assertTrue(tree("1").lessOrEqual(tree("1")));
            assertTrue(tree("0").lessOrEqual(tree("0")));
        }

        @Test
        void lessOrEqualCountsMissingNumbersAsZero() {
            assertFalse(tree("{'a':1}").lessOrEqual(tree("{}")));
            assertTrue(tree("{}").lessOrEqual(tree("{'a':1}")));
        }

        @Test
        void doublingAndAddingThreeInTurn() {
            List<VValue> steps = iterate(List.of(v -> v.times(2), v -> v.map(x -> x + 3)));
            assertSame(T, steps.get(0));
            same("{'a':2,'b':4,'c':{'a':2,'b':4,'c':{'x':2,'y':6}}}", steps.get(1));
            same("{'a':5,'b':7,'c':{'a':5,'b':7,'c':{'x':5,'y':9}}}", steps.get(2));
            same("{'a':122,'b':154,'c':{'a':122,'b':154,'c':{'x':122,'y':186}}}", steps.get(9));
        }

        @Test
        @DisplayName("with ÷7 as third, rationals as published; doubles agree to 1e-15")
        void doublingAddingThreeAndDividingBySevenInTurn() {
            VValue last = iterate(List.of(v -> v.times(2), v -> v.map(x -> x + 3), v -> v.map(x -> x / 7)))
                    .get(9);
            VValue numerators = tree("{'a':209,'b':217,'c':{'a':209,'b':217,'c':{'x':209,'y':225}}}");
            VValue expected = numerators.map(x -> x / 343); // 217/343 is the published 31/49
            assertEquals(numerators.size(), last.size());
            assertTrue(last.minus(expected).maxNorm() <= 1e-15);
        }

        private List<VValue> iterate(List<UnaryOperator<VValue>> functions) {
            List<VValue> steps = new ArrayList<>(List.of(T));
            for (int i = 0; i < 9; i++) {
                steps.add(functions.get(i % functions.size()).apply(steps.get(i)));
            }
            return steps;
        }
    }

    @Nested
    class ClojureEdgeCases {
        @Test
        void numberMeetsSubtree() {
            same("{'a':{'b':2,':number':1}}", tree("{'a':1}").plus(tree("{'a':{'b':2}}")));
            same("{'a':{'b':2,':number':1}}", tree("{'a':{'b':2}}").plus(tree("{'a':1}")));
        }

        @Test
        void oppositesVanish() {
            same("{'a':{'b':2}}", tree("{'a':{':number':3,'b':2}}").plus(tree("{'a':-3}")));
            assertSame(VValue.EMPTY, tree("{'a':{'b':2}}").plus(tree("{'a':{'b':-2}}")));
        }

        @Test
        @DisplayName("{c:0}+{a:1} = {a:1}: published keeps the left zero, {c:0,a:1}; no zero is ever held here")
        void zeroOnTheLeft() {
            same("{'a':1}", tree("{'c':0}").plus(tree("{'a':1}")));
        }

        @Test
        void zeroOnTheRight() {
            VValue left = tree("{'a':{'b':2}}");
            assertSame(left, left.plus(tree("{'c':0}")));
        }

        @Test
        void timesZeroOneAndTwo() {
            assertSame(VValue.EMPTY, T.times(0));
            assertSame(T, T.times(1));
            same("{'c':6}", tree("{'a':0,'c':3,'d':{}}").times(2));
        }

        @Test
        @DisplayName("2·{b:\"x\"}: published counts a text as 0; here a text is not a V-value and refused when read")
        void textIsNotAVValue() {
            DmmException refused = assertThrows(DmmException.class, () -> tree("{'a':0,'b':'x','c':3,'d':{}}"));
            assertEquals(
                    "test:1:12 at /b: expected a number or an object, found the string \"x\"", refused.getMessage());
        }

        @Test
        @DisplayName(
                "b:{:number 3} over b:7 counts, 31: published loses it, 10, for a bare number is another thing there")
        void numberInAMaskOverABareNumber() {
            VValue m = tree("{'a':2,'b':{':number':3}}");
            same("{':number':31,'x':2}", lincomb(m, tree("{'a':{':number':5,'x':1},'b':7}")));
            same("{':number':31,'x':2}", lincomb(m, tree("{'a':{':number':5,'x':1},'b':{':number':7}}")));
        }

        @Test
        @DisplayName("mask({a:{:number 3}},{a:7}) = {a:21}: published {}, for the same reason")
        void maskWithNumberOverABareNumber() {
            same("{'a':21}", mask(tree("{'a':{':number':3}}"), tree("{'a':7}")));
        }

        @Test
        @DisplayName(
                "…over {a:{:number 7,z:1}} = {a:{:number 21,z:3}}: published {a:{:number 21}}, but {:number 3} is 3")
        void maskWithNumberOverATree() {
            same("{'a':{':number':21,'z':3}}", mask(tree("{'a':{':number':3}}"), tree("{'a':{':number':7,'z':1}}")));
        }

        @Test
        void maskWithBareNumberOverATree() {
            same("{'a':{':number':21,'z':3}}", mask(tree("{'a':3}"), tree("{'a':{':number':7,'z':1}}")));
        }

        @Test
        @DisplayName("rows that match nothing, and empty rows, are absent: published {x:{}} and {w:{}}")
        void rowsWithoutResult() {
            VValue y = tree("{'a':3,'b':5}");
            assertSame(VValue.EMPTY, y.applyMatrix(tree("{'x':{'q':8}}"), 1));
            assertSame(VValue.EMPTY, y.applyMatrix(tree("{'w':{}}"), 1));
        }

        @Test
        @DisplayName(
                "accum of nothing is {}: published {single: nil}; one side missing gives the other; opposites give {}")
        void accumulators() {
            assertSame(VValue.EMPTY, VValue.EMPTY.with("single", VValue.EMPTY.plus(VValue.EMPTY)));
            assertSame(T, T.plus(VValue.EMPTY));
            assertSame(T, VValue.EMPTY.plus(T));
            assertSame(VValue.EMPTY, T.plus(T.times(-1)));
        }

        @Test
        @DisplayName("mult-mask neuron: the algebra gives {single:{a:6}}, of which the published neuron returns {a:6}")
        void maskNeuron() {
            VValue result = mask(tree("{'single':2}"), tree("{'single':{'a':3}}"));
            same("{'single':{'a':6}}", result);
            same("{'a':6}", result.child("single"));
        }

        @Test
        @DisplayName("lin-comb neuron on the same: 6·a; the published neuron looks for 'single' in it and finds nil")
        void linearCombinationNeuron() {
            VValue result = lincomb(tree("{'single':2}"), tree("{'single':{'a':3}}"));
            same("{'a':6}", result);
            assertSame(VValue.EMPTY, result.child("single"));
        }

        @Test
        void zeroResultsOfAMapVanish() {
            same("{'b':4}", tree("{'a':-3,'b':1}").map(x -> x + 3));
        }
    }

    @Nested
    class JuliaAndJax {
        private final VValue a = tree("{'a':2,'b':3,'c':2.5}");
        private final VValue f = tree("{'a':2,'b':3,'c':{':number':6,'u':1}}");

        @Test
        @DisplayName("(a,a) = 19.25: a bare number in JAX, {:number 19.25} in Julia, one thing here")
        void scalarResults() {
            same("19.25", lincomb(a, a));
            same("{':number':19.25}", lincomb(a, a));
        }

        @Test
        void bareMaskOverMixedTree() {
            same("{':number':28,'u':2.5}", lincomb(a, f));
        }

        @Test
        @DisplayName(
                "(f,f) = {:number 50, u:6}: published 50, where :number 6 masks the number alone, not the sub-tree")
        void mixedMaskOverItself() {
            same("{':number':50,'u':6}", lincomb(f, f));
        }

        @Test
        @DisplayName("(f,a) = 28: published 13, which loses the :number 6 over the bare 2.5")
        void mixedMaskOverBareNumber() {
            same("28", lincomb(f, a));
        }

        @Test
        @DisplayName("x·x at f is 50 and its gradient 2f")
        void dotAndItsGradient() {
            assertEquals(50, f.dot(f));
            same("{'a':4,'b':6,'c':{':number':12,'u':2}}", f.times(2));
            double h = 0.5; // central differences of a square are exact
            VValue gradient = f.zip(VValue.EMPTY, (x, none) -> 0);
            for (Path p : Trees.map(f).keySet()) {
                VValue step = VValue.of(p, h);
                double slope = f.plus(step).dot(f.plus(step)) - f.minus(step).dot(f.minus(step));
                gradient = gradient.plus(VValue.of(p, slope / (2 * h)));
            }
            assertEquals(f.times(2), gradient);
        }

        @Test
        void sumWithNumberOnInnerNode() {
            same(
                    "{'a':1,'b':{'c':2,'d':3,':number':7},'e':4}",
                    tree("{'a':1,'b':{'c':2,'d':3},'e':4}").plus(tree("{'b':7}")));
        }

        @Test
        void maskByItselfAndItsSum() {
            VValue x = tree("{'a':1,'b':{'c':2,'d':-3},'e':-4}");
            same("{'a':1,'e':16,'b':{'c':4,'d':9}}", mask(x, x));
            assertEquals(30, mask(x, x).sum());
            same("{'a':2,'b':{'c':4,'d':-6},'e':-8}", x.times(2)); // the gradient of that sum
        }

        @Test
        @DisplayName("2·{a:0,b:1} = {b:2}: Julia and JAX keep explicit zeros")
        void zerosAreNotKept() {
            same("{'b':2}", tree("{'a':0,'b':1}").times(2));
        }

        @Test
        @DisplayName(
                "trim drops what is at most the threshold, numbers on inner nodes too; published keeps a bare number")
        void trim() {
            VValue x = tree("{':number':0.1,'a':0.5,'b':{':number':0.2,'c':-3,'d':0.4},'e':{'f':{'g':0.5}}}");
            same("{'b':{'c':-3}}", x.trim(0.5));
            assertSame(x, x.trim(0));
            assertSame(VValue.EMPTY, tree("0.1").trim(0.5));
        }
    }
}
