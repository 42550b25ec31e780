"""Configurations: the JSON files of a diffusers folder, as diffusers and transformers read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from toile.engine.architecture import TextEncoder, UNet, Vae
from toile.engine.prediction import Prediction


def name_texts(texts: Sequence[TextEncoder]) -> tuple[str, ...]:
    """The folders of text encoders: OpenCLIP's is the second, even where it is the only one."""
    return tuple("text_encoder" if text.quick else "text_encoder_2" for text in texts)


def configure(
    unet: UNet,
    vae: Vae,
    texts: Mapping[str, TextEncoder],
    prediction: Prediction = Prediction.EPSILON,
) -> dict[str, dict[str, Any]]:
    """The configuration of every part, by the name of its folder; `texts` by that of theirs."""
    levels = range(len(unet.widths))
    down = ["CrossAttnDownBlock2D" if unet.depths[level] else "DownBlock2D" for level in levels]
    up = ["CrossAttnUpBlock2D" if unet.depths[level] else "UpBlock2D" for level in reversed(levels)]
    configs: dict[str, dict[str, Any]] = {
        "unet": {
            "_class_name": "UNet2DConditionModel",
            "sample_size": 64,
            "in_channels": unet.channels,
            "out_channels": unet.out,
            "block_out_channels": list(unet.widths),
            "layers_per_block": unet.layers,
            "down_block_types": down,
            "up_block_types": up,
            "attention_head_dim": list(unet.heads),
            "transformer_layers_per_block": [*(max(1, depth) for depth in unet.depths[:-1]), unet.middle],
            "cross_attention_dim": unet.text,
            "use_linear_projection": unet.linear,
            "addition_embed_type": "text_time" if unet.pooled else "text" if unet.gist else None,
            "addition_embed_type_num_heads": unet.gist or 64,
            "addition_time_embed_dim": 256 if unet.pooled else None,
            "projection_class_embeddings_input_dim": unet.pooled or None,
            "norm_num_groups": unet.groups,
        },
        "vae": {
            "_class_name": "AutoencoderKL",
            "latent_channels": vae.channels,
            "block_out_channels": list(vae.widths),
            "layers_per_block": vae.layers,
            "down_block_types": ["DownEncoderBlock2D"] * len(vae.widths),
            "up_block_types": ["UpDecoderBlock2D"] * len(vae.widths),
            "scaling_factor": vae.scale,
            "norm_num_groups": vae.groups,
        },
        "scheduler": {
            "_class_name": "EulerDiscreteScheduler",
            "prediction_type": prediction.value,
            "beta_start": 0.00085,
            "beta_end": 0.012,
            "beta_schedule": "scaled_linear",
            "num_train_timesteps": 1000,
        },
    }
    for part, text in texts.items():
        configs[part] = {
            "architectures": ["CLIPTextModelWithProjection" if text.projection else "CLIPTextModel"],
            "model_type": "clip_text_model",
            "vocab_size": text.vocabulary,
            "hidden_size": text.wide,
            "intermediate_size": text.inner,
            "num_hidden_layers": text.layers,
            "num_attention_heads": text.heads,
            "max_position_embeddings": text.length,
            "hidden_act": "quick_gelu" if text.quick else "gelu",
            "projection_dim": text.projection or text.wide,
            "bos_token_id": text.vocabulary - 2,
            "eos_token_id": text.vocabulary - 1,
            "pad_token_id": text.vocabulary - 1,
            "dtype": "float32",  # else transformers computes in that of the file, and diffusers does not
        }
    return configs
