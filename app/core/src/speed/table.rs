//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8725,
                packed: 0.9372,
                layer_us: 34.68,
                sequence_us: 38.13,
                step_us: 77.44,
                compute: 0.4305,
                half_rows: 37.24,
                half_expert_rows: 76.19,
                attention: 0.4766,
                cache: 0.8839,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8128,
                packed: 0.8534,
                layer_us: 29.47,
                sequence_us: 58.26,
                step_us: 833.4,
                compute: 0.5903,
                half_rows: 59.21,
                half_expert_rows: 154.7,
                attention: 0.6774,
                cache: 0.8531,
                tile: 5.865,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8559,
                packed: 0.8939,
                layer_us: 44.4,
                sequence_us: 14.32,
                step_us: 409.6,
                compute: 0.603,
                half_rows: 68.91,
                half_expert_rows: 26.2,
                attention: 0.5068,
                cache: 0.8775,
                tile: 6.002,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8633,
                packed: 0.9092,
                layer_us: 28.74,
                sequence_us: 49.79,
                step_us: 296.2,
                compute: 0.3109,
                half_rows: 70.11,
                half_expert_rows: 24.0,
                attention: 0.5023,
                cache: 0.8212,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8522,
                packed: 0.8915,
                layer_us: 204.5,
                sequence_us: 49.71,
                step_us: 945.8,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8815,
                packed: 0.9431,
                layer_us: 29.24,
                sequence_us: 47.58,
                step_us: 95.63,
                compute: 0.4907,
                half_rows: 55.22,
                half_expert_rows: 25.54,
                attention: 0.6628,
                cache: 0.6425,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.059,
                compute: 1.167,
                launch: 0.9442,
                attention: 1.159,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.036,
                compute: 1.276,
                launch: 1.275,
                attention: 0.7019,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.021,
                compute: 0.8646,
                launch: 0.9765,
                attention: 1.708,
            },
            // Apple
            Hardware {
                bandwidth: 1.011,
                compute: 1.576,
                launch: 2.872,
                attention: 1.127,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.081,
                compute: 0.9661,
                launch: 2.075,
                attention: 0.9504,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.039,
                compute: 0.6971,
                launch: 1.963,
                attention: 1.005,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.036,
                compute: 0.661,
                launch: 2.679,
                attention: 0.8466,
            },
            // Intel
            Hardware {
                bandwidth: 0.9699,
                compute: 0.8283,
                launch: 4.821,
                attention: 0.9639,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.021,
            compute: 1.086,
            launch: 0.7858,
            attention: 1.01,
        },
        common: Common {
            codebook: 0.6241,
            packed_compute: 0.8913,
            packed_cuda: 1.022,
            saturation: 554.1,
            hbm_bandwidth: 0.7377,
            hbm_compute: 0.9405,
            experts: 0.853,
            busy_layer: 1.864,
            latent_layer: 0.6289,
            link_us: 4.134,
            bus_us: 25.16,
            oneshot_us: 5.183,
            oneshot_hop_us: 6.576,
            host_us: 9.287,
            host_share: 0.4538,
            network_us: 174.7,
            network_share: 0.7425,
            hop_us: 2.577,
            routing: 0.749,
            fp4_gddr: 0.1617,
            crowd: 1.542,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.625,
            prefill: 0.7459,
            attention: 0.5003,
            cache: 0.6862,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 0.9998,
            prefill: 0.8413,
            attention: 1.025,
            cache: 1.002,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 8.692,
            prefill: 0.6996,
            attention: 0.7,
            cache: 0.7343,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.043,
            prefill: 0.6457,
            attention: 0.6994,
            cache: 0.7095,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.882,
            prefill: 0.8394,
            attention: 0.7313,
            cache: 1.298,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7879,
                high: 1.245,
                rows: 52,
            },
            Spread {
                low: 0.7027,
                high: 1.346,
                rows: 4,
            },
            Spread {
                low: 0.95,
                high: 1.264,
                rows: 9,
            },
            Spread {
                low: 0.8946,
                high: 1.264,
                rows: 9,
            },
            Spread {
                low: 0.7986,
                high: 1.312,
                rows: 10,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.7712,
                high: 1.382,
                rows: 59,
            },
            Spread {
                low: 0.6611,
                high: 1.292,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6353,
                high: 1.373,
                rows: 141,
            },
            Spread {
                low: 0.7505,
                high: 1.177,
                rows: 37,
            },
            Spread {
                low: 0.7794,
                high: 1.05,
                rows: 15,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.7321,
                high: 1.292,
                rows: 1,
            },
            Spread {
                low: 0.7715,
                high: 1.259,
                rows: 11,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.95,
                high: 1.648,
                rows: 12,
            },
            Spread {
                low: 0.7777,
                high: 1.412,
                rows: 37,
            },
            Spread {
                low: 0.7321,
                high: 1.292,
                rows: 1,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.9242,
                high: 1.114,
                rows: 14,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7321,
                high: 1.292,
                rows: 1,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.7429,
                high: 1.215,
                rows: 64,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.6366,
                high: 1.486,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.759,
                high: 1.324,
                rows: 31,
            },
            Spread {
                low: 0.6839,
                high: 1.432,
                rows: 5,
            },
            Spread {
                low: 0.6839,
                high: 1.422,
                rows: 4,
            },
            Spread {
                low: 0.6839,
                high: 1.358,
                rows: 5,
            },
            Spread {
                low: 0.6839,
                high: 1.358,
                rows: 5,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.6616,
                high: 1.421,
                rows: 54,
            },
            Spread {
                low: 0.6839,
                high: 1.358,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6151,
                high: 1.36,
                rows: 40,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.4623,
                high: 1.239,
                rows: 13,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.6839,
                high: 1.358,
                rows: 2,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.4292,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.7093,
                high: 1.663,
                rows: 55,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5947,
                high: 1.562,
                rows: 0,
            },
        ],
    ],
};
