"""Which class is behind which engine name."""

from collections.abc import Mapping

from geminivideo.oracle.engines.base import Engine
from geminivideo.oracle.engines.catboost_engine import CatBoostEngine
from geminivideo.oracle.engines.forests import GradientBoostingEngine, RandomForestEngine
from geminivideo.oracle.engines.lightgbm_engine import LightGBMEngine
from geminivideo.oracle.engines.networks import DCNEngine, DeepFMEngine, NeuralNetEngine
from geminivideo.oracle.engines.xgboost_engine import XGBoostEngine
from geminivideo.oracle.model import EngineName

ENGINES: Mapping[EngineName, type[Engine]] = {
    EngineName.DEEPFM: DeepFMEngine,
    EngineName.DCN: DCNEngine,
    EngineName.NEURAL_NET: NeuralNetEngine,
    EngineName.XGBOOST: XGBoostEngine,
    EngineName.LIGHTGBM: LightGBMEngine,
    EngineName.CATBOOST: CatBoostEngine,
    EngineName.RANDOM_FOREST: RandomForestEngine,
    EngineName.GRADIENT_BOOSTING: GradientBoostingEngine,
}
