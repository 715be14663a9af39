package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.Runs;
import java.io.IOException;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The loop over groups of one row: its forms, and that the JVM compiles it by itself. */
class StreamsTest {
    /** The JVM's {@code FreqInlineSize}: longer methods are not taken into their callers. */
    private static final int INLINED = 325;

    private static final int ROWS = 12;

    @ParameterizedTest
    @ValueSource(classes = {FloatStreams.class, DoubleStreams.class})
    void isNotTakenIntoItsCallers(Class<?> streams) throws IOException {
        Label end = new Label();
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(streams.getName()).accept(new Measured(writer, end), 0);
        assertTrue(end.getOffset() > INLINED, end.getOffset() + " bytes");
    }

    /** All four forms against sums that are written out; weights lie elsewhere in the same array, in order or not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sumsByEveryForm(boolean adds) {
        SplittableRandom random = new SplittableRandom(5);
        Runs runs = runs(random);
        DownPlan p = adds
                ? DownPlan.adding(runs, ROWS, ROWS)
                : DownPlan.replacing(runs, ROWS, ROWS, BitSet.valueOf(new long[] {(1 << ROWS) - 1}));
        float[] s = new float[FloatScalarKernels.BASE + 3 * ROWS + p.entries()];
        for (int i = 0; i < s.length; i++) {
            s[i] = (random.nextInt(9) - 4) / 4f;
        }
        int at = FloatScalarKernels.BASE + 2 * ROWS;
        for (boolean inOrder : new boolean[] {false, true}) {
            float[] expected = s.clone();
            float[] found = s.clone();
            for (int g = 0; g < p.groups(); g++) {
                float sum = adds ? s[FloatScalarKernels.BASE + p.xRow[g]] : 0;
                for (int k = p.first[g]; k < p.first[g + 1]; k++) {
                    sum += s[at + (inOrder ? k : p.weight[k])] * s[FloatScalarKernels.BASE + p.yRow[k]];
                }
                expected[FloatScalarKernels.BASE + p.xRow[g]] = sum;
            }
            FloatStreams.down(p, found, at, inOrder, found, 0, p.groups());
            assertArrayEquals(expected, found, "in order: " + inOrder);
        }
    }

    /** Links of single rows; one row in four has none. */
    private static Runs runs(SplittableRandom random) {
        int n = 40;
        int[][] r = new int[4][n];
        for (int k = 0; k < n; k++) {
            r[0][k] = random.nextInt(ROWS) / 4 * 4 + random.nextInt(3);
            r[1][k] = random.nextInt(ROWS);
            r[2][k] = 1;
            r[3][k] = random.nextInt(n);
        }
        return new Runs(r[0], r[1], r[2], r[3]);
    }

    /** Puts a label at the end of {@code down}. */
    private static final class Measured extends ClassVisitor {
        private final Label end;

        Measured(ClassVisitor next, Label end) {
            super(Opcodes.ASM9, next);
            this.end = end;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, name, type, signature, thrown);
            return !name.equals("down")
                    ? next
                    : new MethodVisitor(Opcodes.ASM9, next) {
                        @Override
                        public void visitMaxs(int stack, int locals) {
                            super.visitLabel(end);
                            super.visitMaxs(stack, locals);
                        }
                    };
        }
    }
}
