//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8745,
                packed: 0.9268,
                layer_us: 35.63,
                sequence_us: 37.78,
                step_us: 76.65,
                compute: 0.4723,
                half_rows: 36.39,
                half_expert_rows: 83.25,
                attention: 0.4983,
                cache: 0.8698,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8245,
                packed: 0.8559,
                layer_us: 36.02,
                sequence_us: 55.96,
                step_us: 611.4,
                compute: 0.4472,
                half_rows: 69.51,
                half_expert_rows: 28.1,
                attention: 0.6967,
                cache: 0.864,
                tile: 5.575,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.855,
                packed: 0.865,
                layer_us: 43.39,
                sequence_us: 14.5,
                step_us: 423.0,
                compute: 0.4874,
                half_rows: 71.73,
                half_expert_rows: 26.66,
                attention: 0.4574,
                cache: 0.8834,
                tile: 6.002,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8567,
                packed: 0.9014,
                layer_us: 28.59,
                sequence_us: 49.81,
                step_us: 296.7,
                compute: 0.3417,
                half_rows: 65.2,
                half_expert_rows: 24.0,
                attention: 0.4071,
                cache: 0.8219,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8525,
                packed: 0.8915,
                layer_us: 196.3,
                sequence_us: 49.66,
                step_us: 937.1,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8823,
                packed: 0.9427,
                layer_us: 31.87,
                sequence_us: 48.91,
                step_us: 97.77,
                compute: 0.5486,
                half_rows: 53.38,
                half_expert_rows: 25.05,
                attention: 0.6714,
                cache: 0.6225,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.087,
                compute: 1.026,
                launch: 1.007,
                attention: 1.164,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.047,
                compute: 1.478,
                launch: 1.239,
                attention: 0.7863,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.012,
                compute: 0.9126,
                launch: 1.059,
                attention: 1.47,
            },
            // Apple
            Hardware {
                bandwidth: 1.02,
                compute: 1.457,
                launch: 2.9,
                attention: 1.13,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.083,
                compute: 0.8605,
                launch: 2.049,
                attention: 0.9511,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.049,
                compute: 0.7864,
                launch: 1.778,
                attention: 1.006,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.068,
                compute: 0.612,
                launch: 2.918,
                attention: 0.8,
            },
            // Intel
            Hardware {
                bandwidth: 0.9469,
                compute: 0.7395,
                launch: 5.213,
                attention: 0.9671,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.024,
            compute: 1.089,
            launch: 0.8224,
            attention: 1.01,
        },
        common: Common {
            codebook: 0.6188,
            packed_compute: 0.8917,
            packed_cuda: 1.007,
            saturation: 665.1,
            hbm_bandwidth: 0.6461,
            hbm_compute: 0.8497,
            experts: 0.9072,
            busy_layer: 1.758,
            latent_layer: 0.8189,
            link_us: 3.688,
            bus_us: 33.99,
            oneshot_us: 6.114,
            oneshot_hop_us: 3.325,
            host_us: 8.408,
            host_share: 0.6277,
            network_us: 169.9,
            network_share: 0.7129,
            hop_us: 2.074,
            routing: 0.7731,
            fp4_gddr: 0.1741,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.437,
            prefill: 0.7287,
            attention: 0.3278,
            cache: 0.6784,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 0.9994,
            prefill: 0.8488,
            attention: 1.028,
            cache: 1.001,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 7.742,
            prefill: 0.6981,
            attention: 0.7,
            cache: 0.7331,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.027,
            prefill: 0.7161,
            attention: 0.7002,
            cache: 0.6966,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.927,
            prefill: 0.8642,
            attention: 0.745,
            cache: 1.31,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7754,
                high: 1.237,
                rows: 50,
            },
            Spread {
                low: 0.7441,
                high: 1.295,
                rows: 3,
            },
            Spread {
                low: 0.95,
                high: 1.227,
                rows: 9,
            },
            Spread {
                low: 0.8721,
                high: 1.201,
                rows: 9,
            },
            Spread {
                low: 0.8095,
                high: 1.329,
                rows: 10,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.7695,
                high: 1.38,
                rows: 55,
            },
            Spread {
                low: 0.662,
                high: 1.295,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6723,
                high: 1.407,
                rows: 136,
            },
            Spread {
                low: 0.7364,
                high: 1.191,
                rows: 37,
            },
            Spread {
                low: 0.7793,
                high: 1.05,
                rows: 14,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.7441,
                high: 1.295,
                rows: 1,
            },
            Spread {
                low: 0.8142,
                high: 1.242,
                rows: 11,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.7441,
                high: 1.295,
                rows: 2,
            },
            Spread {
                low: 0.7747,
                high: 1.392,
                rows: 35,
            },
            Spread {
                low: 0.7441,
                high: 1.295,
                rows: 1,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.9265,
                high: 1.095,
                rows: 14,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7441,
                high: 1.295,
                rows: 1,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.7564,
                high: 1.225,
                rows: 50,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
            Spread {
                low: 0.647,
                high: 1.49,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.8077,
                high: 1.321,
                rows: 31,
            },
            Spread {
                low: 0.6674,
                high: 1.443,
                rows: 5,
            },
            Spread {
                low: 0.6674,
                high: 1.443,
                rows: 4,
            },
            Spread {
                low: 0.6674,
                high: 1.443,
                rows: 5,
            },
            Spread {
                low: 0.6674,
                high: 1.443,
                rows: 5,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.6713,
                high: 1.4,
                rows: 54,
            },
            Spread {
                low: 0.6674,
                high: 1.443,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.4693,
                high: 1.826,
                rows: 37,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.6863,
                high: 1.687,
                rows: 11,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.443,
                rows: 2,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.3335,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.725,
                high: 2.376,
                rows: 48,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
            Spread {
                low: 0.5804,
                high: 1.66,
                rows: 0,
            },
        ],
    ],
};
