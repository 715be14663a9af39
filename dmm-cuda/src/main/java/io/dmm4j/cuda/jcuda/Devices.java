package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.DeviceInfo;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/** What devices there are. */
final class Devices {
    private Devices() {}

    static CUdevice device(Status status, int index) {
        CUdevice device = new CUdevice();
        status.driver(JCudaDriver.cuDeviceGet(device, index), () -> "finding device " + index);
        return device;
    }

    static int count(Status status) {
        int[] n = new int[1];
        status.driver(JCudaDriver.cuDeviceGetCount(n), () -> "counting devices");
        return n[0];
    }

    static DeviceInfo info(Status status, int index) {
        CUdevice device = device(status, index);
        byte[] name = new byte[256];
        status.driver(JCudaDriver.cuDeviceGetName(name, name.length, device), () -> "naming device " + index);
        long[] bytes = new long[1];
        status.driver(JCudaDriver.cuDeviceTotalMem(bytes, device), () -> "asking for the memory of device " + index);
        int[] driver = new int[1];
        status.driver(JCudaDriver.cuDriverGetVersion(driver), () -> "asking for the version of the driver");
        return new DeviceInfo(
                index,
                text(name),
                attribute(status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
                attribute(status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                attribute(status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                bytes[0],
                attribute(status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
                driver[0]);
    }

    private static int attribute(Status status, CUdevice device, int which) {
        int[] value = new int[1];
        status.driver(
                JCudaDriver.cuDeviceGetAttribute(value, which, device),
                () -> "asking for " + CUdevice_attribute.stringFor(which));
        return value[0];
    }

    private static String text(byte[] name) {
        int n = 0;
        while (n < name.length && name[n] != 0) {
            n++;
        }
        return new String(name, 0, n, StandardCharsets.UTF_8);
    }
}
