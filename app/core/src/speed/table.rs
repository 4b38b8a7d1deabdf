//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8704,
                packed: 0.937,
                layer_us: 34.05,
                sequence_us: 38.31,
                step_us: 77.32,
                compute: 0.4298,
                half_rows: 37.17,
                half_expert_rows: 76.21,
                attention: 0.4743,
                cache: 0.8837,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8125,
                packed: 0.8695,
                layer_us: 29.56,
                sequence_us: 57.94,
                step_us: 818.1,
                compute: 0.5932,
                half_rows: 58.45,
                half_expert_rows: 113.4,
                attention: 0.6798,
                cache: 0.8559,
                tile: 5.798,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8561,
                packed: 0.8924,
                layer_us: 44.2,
                sequence_us: 14.15,
                step_us: 409.2,
                compute: 0.6004,
                half_rows: 68.93,
                half_expert_rows: 26.49,
                attention: 0.5164,
                cache: 0.8801,
                tile: 6.003,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8646,
                packed: 0.9105,
                layer_us: 28.63,
                sequence_us: 49.76,
                step_us: 295.7,
                compute: 0.31,
                half_rows: 69.74,
                half_expert_rows: 24.0,
                attention: 0.4933,
                cache: 0.8213,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8522,
                packed: 0.8915,
                layer_us: 203.4,
                sequence_us: 49.71,
                step_us: 944.4,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.882,
                packed: 0.943,
                layer_us: 28.96,
                sequence_us: 47.49,
                step_us: 95.45,
                compute: 0.4906,
                half_rows: 55.29,
                half_expert_rows: 25.54,
                attention: 0.6622,
                cache: 0.6455,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.055,
                compute: 1.167,
                launch: 0.9483,
                attention: 1.17,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.033,
                compute: 1.267,
                launch: 1.267,
                attention: 0.7016,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.027,
                compute: 0.8669,
                launch: 0.94,
                attention: 1.689,
            },
            // Apple
            Hardware {
                bandwidth: 1.01,
                compute: 1.577,
                launch: 2.9,
                attention: 1.125,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.083,
                compute: 0.9671,
                launch: 2.072,
                attention: 0.95,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.038,
                compute: 0.6945,
                launch: 1.956,
                attention: 1.005,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.037,
                compute: 0.6621,
                launch: 2.696,
                attention: 0.8504,
            },
            // Intel
            Hardware {
                bandwidth: 0.9671,
                compute: 0.829,
                launch: 4.823,
                attention: 0.9637,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.022,
            compute: 1.086,
            launch: 0.7938,
            attention: 1.01,
        },
        common: Common {
            codebook: 0.624,
            packed_compute: 0.8915,
            packed_cuda: 1.022,
            saturation: 555.6,
            hbm_bandwidth: 0.7354,
            hbm_compute: 0.9413,
            experts: 0.8675,
            busy_layer: 1.9,
            latent_layer: 0.531,
            link_us: 4.165,
            bus_us: 22.74,
            oneshot_us: 5.759,
            oneshot_hop_us: 1.081,
            host_us: 9.104,
            host_share: 0.4737,
            network_us: 177.1,
            network_share: 0.7432,
            hop_us: 3.64,
            routing: 0.7522,
            fp4_gddr: 0.1519,
            unpacking: 0.8727,
            crowd: 1.49,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.606,
            prefill: 0.7466,
            attention: 0.5088,
            cache: 0.6853,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 1.0,
            prefill: 0.8412,
            attention: 1.025,
            cache: 1.002,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 8.843,
            prefill: 0.6994,
            attention: 0.7,
            cache: 0.7341,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.06,
            prefill: 0.6457,
            attention: 0.6994,
            cache: 0.7031,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.892,
            prefill: 0.8422,
            attention: 0.7332,
            cache: 1.298,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7888,
                high: 1.256,
                rows: 52,
            },
            Spread {
                low: 0.701,
                high: 1.354,
                rows: 4,
            },
            Spread {
                low: 0.95,
                high: 1.246,
                rows: 9,
            },
            Spread {
                low: 0.8956,
                high: 1.272,
                rows: 9,
            },
            Spread {
                low: 0.795,
                high: 1.309,
                rows: 10,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.7718,
                high: 1.383,
                rows: 59,
            },
            Spread {
                low: 0.6599,
                high: 1.285,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6767,
                high: 1.35,
                rows: 145,
            },
            Spread {
                low: 0.75,
                high: 1.176,
                rows: 37,
            },
            Spread {
                low: 0.7746,
                high: 1.05,
                rows: 15,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.7675,
                high: 1.285,
                rows: 1,
            },
            Spread {
                low: 0.771,
                high: 1.254,
                rows: 11,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.95,
                high: 1.652,
                rows: 12,
            },
            Spread {
                low: 0.7843,
                high: 1.415,
                rows: 37,
            },
            Spread {
                low: 0.7675,
                high: 1.285,
                rows: 1,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.9275,
                high: 1.115,
                rows: 14,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7675,
                high: 1.285,
                rows: 1,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.7742,
                high: 1.226,
                rows: 64,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6674,
                high: 1.478,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.7575,
                high: 1.324,
                rows: 31,
            },
            Spread {
                low: 0.6931,
                high: 1.448,
                rows: 5,
            },
            Spread {
                low: 0.6931,
                high: 1.414,
                rows: 4,
            },
            Spread {
                low: 0.6931,
                high: 1.37,
                rows: 5,
            },
            Spread {
                low: 0.6931,
                high: 1.37,
                rows: 5,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6649,
                high: 1.421,
                rows: 54,
            },
            Spread {
                low: 0.6931,
                high: 1.37,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6805,
                high: 1.394,
                rows: 40,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.4477,
                high: 1.203,
                rows: 13,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6931,
                high: 1.37,
                rows: 2,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.4282,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.7091,
                high: 1.665,
                rows: 55,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6027,
                high: 1.575,
                rows: 0,
            },
        ],
    ],
};
