package io.dmm4j.cpu;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.DALOAD;
import static org.objectweb.asm.Opcodes.DASTORE;
import static org.objectweb.asm.Opcodes.DCONST_0;
import static org.objectweb.asm.Opcodes.FALOAD;
import static org.objectweb.asm.Opcodes.FASTORE;
import static org.objectweb.asm.Opcodes.FCONST_0;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.SIPUSH;
import static org.objectweb.asm.Opcodes.V17;

import io.dmm4j.expr.Op;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

/** Writes the class of a {@link Straight} movement: statements that set rows, in methods short enough for the JVM to compile. */
final class StraightWriter {
    /** The arrays of {@link Straight#run}. */
    static final int STATE = 0;

    static final int VALUES = 1;
    static final int BUNDLED = 2;

    private static final String PACKAGE = StraightWriter.class.getPackageName().replace('.', '/') + "/";
    private static final String NAME = PACKAGE + "StraightMovement";
    private static final String OP = Op.class.getName().replace('.', '/');

    /** The most bytes of a method: the JVM does not compile those of more than 8000. */
    private static final int METHOD = 7000;

    /** More bytes than a statement takes besides terms of sums, and than such a term takes. */
    private static final int STATEMENT = 40;

    private static final int TERM = 16;

    private final boolean doubles;
    private final String number;
    private final String array;
    private final String part;
    private final String elements;
    private final Set<String> functions;
    private final int base;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    private MethodVisitor code;
    private int methods;
    private int bytes;

    StraightWriter(Cells<?> cells) {
        base = cells.base();
        Class<?> home = cells.array(0) instanceof double[] ? DoubleElements.class : FloatElements.class;
        doubles = home == DoubleElements.class;
        number = doubles ? "D" : "F";
        array = "[" + number;
        part = "(" + array.repeat(3) + ")V";
        elements = home.getName().replace('.', '/');
        functions =
                Arrays.stream(home.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
        String[] interfaces = {PACKAGE + "Straight"};
        writer.visit(V17, ACC_FINAL | ACC_SUPER, NAME, null, "java/lang/Object", interfaces);
    }

    /** Whether there is a function of elements of this name. */
    boolean has(String function) {
        return functions.contains(function);
    }

    // ---- statements --------------------------------------------------------------------------------

    /** Begins a statement that sets a row, perhaps to a sum of some terms. */
    void begin(int row, int terms) {
        room(STATEMENT + terms * TERM);
        code.visitVarInsn(ALOAD, STATE);
        push(base + row);
    }

    /** Ends the statement: its value is on the stack. */
    void end() {
        code.visitInsn(doubles ? DASTORE : FASTORE);
    }

    /** The number 0. */
    void zero() {
        code.visitInsn(doubles ? DCONST_0 : FCONST_0);
    }

    /** The number in a row. */
    void row(int row) {
        element(STATE, at(row));
    }

    /** The element of the state that is a row. */
    int at(int row) {
        return base + row;
    }

    /** An element of one of the arrays. */
    void element(int variable, int index) {
        code.visitVarInsn(ALOAD, variable);
        push(index);
        code.visitInsn(doubles ? DALOAD : FALOAD);
    }

    /** A constant, rounded to the precision. */
    void constant(double x) {
        code.visitLdcInsn(doubles ? (Object) x : (Object) (float) x);
    }

    /** A function of the numbers on the stack. */
    void call(String function, int operands) {
        String type = "(" + number.repeat(operands) + ")" + number;
        code.visitMethodInsn(INVOKESTATIC, elements, function, type, false);
    }

    /** A statement that is a whole op. */
    void whole(Op op, int d, int a, int b, int c, int n, double i0, double i1) {
        room(2 * STATEMENT);
        code.visitVarInsn(ALOAD, STATE);
        code.visitFieldInsn(GETSTATIC, OP, op.name(), "L" + OP + ";");
        for (int row : new int[] {d, a, b, c}) {
            push(base + row);
        }
        push(n);
        code.visitLdcInsn(i0);
        code.visitLdcInsn(i1);
        code.visitMethodInsn(INVOKESTATIC, elements, "whole", "(" + array + "L" + OP + ";IIIIIDD)V", false);
    }

    private void push(int x) {
        if (x <= Short.MAX_VALUE) {
            code.visitIntInsn(SIPUSH, x);
        } else {
            code.visitLdcInsn(x);
        }
    }

    // ---- methods -----------------------------------------------------------------------------------

    /** Begins another method if this one has no room for so many bytes. */
    private void room(int size) {
        bytes += size;
        if (code != null && bytes <= METHOD) {
            return;
        }
        endMethod();
        code = writer.visitMethod(ACC_STATIC, "part" + methods++, part, null, null);
        code.visitCode();
        bytes = size;
    }

    private void endMethod() {
        if (code != null) {
            end(code);
        }
    }

    private static void end(MethodVisitor method) {
        method.visitInsn(RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** Loads the class and makes the movement. */
    @SuppressWarnings("unchecked")
    <A> Straight<A> finish() {
        endMethod();
        constructor();
        run();
        writer.visitEnd();
        try {
            return (Straight<A>) MethodHandles.lookup()
                    .defineHiddenClass(writer.toByteArray(), true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a movement that was compiled cannot be loaded", e);
        }
    }

    private void constructor() {
        MethodVisitor make = writer.visitMethod(0, "<init>", "()V", null, null);
        make.visitCode();
        make.visitVarInsn(ALOAD, 0);
        make.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        end(make);
    }

    private void run() {
        String type = "(" + "Ljava/lang/Object;".repeat(3) + ")V";
        MethodVisitor run = writer.visitMethod(ACC_PUBLIC, "run", type, null, null);
        run.visitCode();
        for (int i = 0; i < methods; i++) {
            for (int v = 1; v <= 3; v++) {
                run.visitVarInsn(ALOAD, v);
                run.visitTypeInsn(CHECKCAST, array);
            }
            run.visitMethodInsn(INVOKESTATIC, NAME, "part" + i, part, false);
        }
        end(run);
    }
}
