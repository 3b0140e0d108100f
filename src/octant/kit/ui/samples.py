"""Words for the kitchen page. They are specimens, so they stay out of the catalogue of strings."""

ICONS = (
    "octant user id-card shield wallet chart coins percent code file chat bolt mail phone users "
    "book learn compass megaphone search close menu globe sun moon check alert info lock send "
    "paperclip camera screen star clock arrow-left arrow-right chevron-down chevron-right external "
    "copy edit eye tag inbox settings bell logout plus minus trash refresh link key thumb-up "
    "thumb-down wifi-off filter"
)

SAMPLE_MARKDOWN = {
    "en": """
A withdrawal leaves us within minutes. When it takes longer, one of three things has happened.

## Check where it is

1. Open **Funding** and find the withdrawal.
2. Read its status. *Pending* means that we still hold it; *Sent* means that the network has it.
3. Copy the transaction id, for example `9f2c…41ab`, and look it up in a block explorer.

::: warning
Nobody from support will ever ask you to send coins “to unlock” a withdrawal.
:::

### How long the networks take

| Network | Confirmations | Usual time |
|---|--:|--:|
| Bitcoin | 3 | 30 min |
| Ethereum | 70 | 14 min |

## If it still has not come

- The address is on another network than you expected.
- The receiving side waits for more confirmations.

::: tip
[Ask an agent](#) and have the transaction id at hand.
:::
""",
    "zh-hans": """
提现通常几分钟内就会发出。如果时间较长，一般是以下三种情况之一。

## 先看看现在到哪一步了

1. 打开**资金**页面，找到这笔提现。
2. 查看状态：*处理中*表示还在我们这里；*已发送*表示已经交给网络。
3. 复制交易哈希，例如 `9f2c…41ab`，在区块浏览器中查询。

::: warning
客服人员绝不会要求您先转币来“解锁”提现。
:::

### 各网络需要多久

| 网络 | 确认数 | 通常用时 |
|---|--:|--:|
| Bitcoin | 3 | 30 分钟 |
| Ethereum | 70 | 14 分钟 |

## 如果仍未到账

- 收款地址属于另一个网络。
- 接收方还在等待更多确认。

::: tip
请[联系客服](#)，并准备好交易哈希。
:::
""",
}

SUGGESTIONS = [
    {"title": "Why is my withdrawal delayed?", "url": "#delay", "hint": "Withdrawals"},
    {"title": "Withdrawal limits and fees", "url": "#limits", "hint": "Limits"},
    {"title": "Cancel a withdrawal", "url": "#cancel", "hint": "Withdrawals"},
    {"title": "提现延迟怎么办？", "url": "#tixian", "hint": "提现"},
    {"title": "如何开启双重验证", "url": "#2fa", "hint": "双重验证"},
    {"title": "双重验证设备丢失", "url": "#2fa-lost", "hint": "双重验证"},
]
