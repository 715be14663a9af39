package io.dmm4j.cuda.fake;

import io.dmm4j.cuda.device.Dense;
import io.dmm4j.cuda.device.Product;
import io.dmm4j.cuda.device.Span;
import io.dmm4j.cuda.device.Sparse;
import java.util.Set;

/** cuSPARSE and cuBLAS as plain loops; sums are made in 64-bit numbers. */
final class FakeProduct extends FakeResource implements Product {
    private final FakeWork work;

    FakeProduct(FakeGpu gpu, Sparse s) {
        super(gpu, s.what());
        work = new FakeWork(
                "product " + s.what() + " " + s.shapes(),
                uses(this, s.rowStart(), s.col(), s.values(), s.x(), s.y()),
                () -> multiply(s));
    }

    FakeProduct(FakeGpu gpu, Dense d) {
        super(gpu, d.what());
        work = new FakeWork(
                "product " + d.what() + " " + d.shapes(), uses(this, d.a(), d.x(), d.y()), () -> multiply(d));
    }

    private static Set<FakeResource> uses(FakeProduct product, Span... spans) {
        Set<FakeResource> uses = new java.util.HashSet<>();
        uses.add(product);
        for (Span s : spans) {
            uses.add((FakeMemory) s.memory());
        }
        return uses;
    }

    FakeWork work() {
        return work;
    }

    private void multiply(Sparse s) {
        for (long r = 0; r < s.rows(); r++) {
            int first = integer(s.rowStart(), r);
            int end = integer(s.rowStart(), r + 1);
            for (long j = 0; j < s.width(); j++) {
                double sum = s.add() ? number(s.y(), r * s.stride() + j, s.wide()) : 0;
                for (int k = first; k < end; k++) {
                    int c = integer(s.col(), k);
                    if (c < 0 || c >= s.cols()) {
                        throw new IllegalStateException(s.what() + ": column " + c + " of " + s.cols());
                    }
                    sum += number(s.values(), k, s.wide()) * number(s.x(), c * s.stride() + j, s.wide());
                }
                put(s.y(), r * s.stride() + j, s.wide(), sum);
            }
        }
        if (integer(s.rowStart(), s.rows()) != s.entries()) {
            throw new IllegalStateException(s.what() + ": the row starts do not end at " + s.entries());
        }
    }

    private void multiply(Dense d) {
        for (long r = 0; r < d.rows(); r++) {
            for (long j = 0; j < d.width(); j++) {
                double sum = d.add() ? number(d.y(), r * d.stride() + j, d.wide()) : 0;
                for (long c = 0; c < d.cols(); c++) {
                    sum += number(d.a(), r * d.cols() + c, d.wide()) * number(d.x(), c * d.stride() + j, d.wide());
                }
                put(d.y(), r * d.stride() + j, d.wide(), sum);
            }
        }
    }

    private int integer(Span s, long i) {
        return gpu.addresses().readInt(s.address(), i * Integer.BYTES);
    }

    private double number(Span s, long i, boolean wide) {
        return wide
                ? gpu.addresses().readDouble(s.address(), i * Double.BYTES)
                : gpu.addresses().readFloat(s.address(), i * Float.BYTES);
    }

    private void put(Span s, long i, boolean wide, double x) {
        if (wide) {
            gpu.addresses().writeDouble(s.address(), i * Double.BYTES, x);
        } else {
            gpu.addresses().writeFloat(s.address(), i * Float.BYTES, (float) x);
        }
    }
}
