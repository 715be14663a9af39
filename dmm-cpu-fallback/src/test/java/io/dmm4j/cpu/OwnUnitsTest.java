package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Loops that the JVM has to compile by themselves: within some callers it would give up on parts of them. */
class OwnUnitsTest {
    /** The JVM's {@code FreqInlineSize}: longer methods are not taken into their callers. */
    private static final int INLINED = 325;

    /** The JVM's {@code HugeMethodLimit}: longer ones are not compiled. */
    private static final int COMPILED = 8000;

    @ParameterizedTest
    @CsvSource({
        "FloatStreams, down",
        "DoubleStreams, down",
        "FloatVectorFunctions, exps",
        "FloatVectorFunctions, tanhs",
        "FloatVectorFunctions, sigmoids"
    })
    void areNotTakenIntoTheirCallers(String type, String method) throws IOException {
        Label end = new Label();
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(getClass().getPackageName() + "." + type).accept(new Measured(writer, method, end), 0);
        int bytes = end.getOffset();
        assertTrue(bytes > INLINED && bytes <= COMPILED, bytes + " bytes");
    }

    /** Puts a label at the end of a method. */
    private static final class Measured extends ClassVisitor {
        private final String method;
        private final Label end;

        Measured(ClassVisitor next, String method, Label end) {
            super(Opcodes.ASM9, next);
            this.method = method;
            this.end = end;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, name, type, signature, thrown);
            return !name.equals(method)
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
