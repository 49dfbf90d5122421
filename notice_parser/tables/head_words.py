"""Words that head columns of words: what the cells are (姓名, 责任单位, 办理方式), not one of them (林某某, 岚川市水务局)."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["count_head_words", "heads_words"]

_HEADS = re.compile(
    ".{0,8}(?:名称|姓名|名字|性别|民族|年龄|籍贯|学历|职务|职称|职位|岗位|电话|手机|传真|邮箱|邮编|地址|地点|位置|方式|渠道|时间|日期|时限|期限|备注|说明|"
    "内容|事项|类别|类型|类|种类|级别|等级|等次|性质|情况|状态|进度|进展|结果|成效|意见|建议|问题|措施|要求|标准|依据|来源|责任人|负责人|联系人|单位|部门|机构|"
    "机关|主体|对象|范围|代码|编码|编号|文号|证号|品种|规格|型号|产地|用途|名次|奖项|主题|题目|环节|步骤|阶段|频次|周期|目标|任务|职责|分工|特征|简称|全称|"
    "隶属|归属)(?:[（(].{1,8}[）)])?|"
    "项目|工程|河流|河道|水库|水闸|地区|区域|县区|市县|[省市县区镇乡村]|乡镇|街道|社区|县（市、区）|乡（镇）|河长|学校|企业|公司|作者|专业|班次|车次|站点|"
    "线路|路线|课程|日程|议程|指标|序号"
)


def count_head_words(labels: Sequence[str]) -> int:
    """How many of the labels are such words.

    >>> count_head_words(["姓 名", "责任单位", "林某某"])
    2
    """
    return sum(1 for label in labels if _HEADS.fullmatch("".join(label.split())))


def heads_words(labels: Sequence[str]) -> bool:
    """Whether labels say by themselves that they head columns."""
    known = count_head_words(labels)
    return known > 1 and 2 * known >= len(labels)
