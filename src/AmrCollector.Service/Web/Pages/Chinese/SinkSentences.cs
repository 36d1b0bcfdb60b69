namespace AmrCollector.Service.Web.Pages.Chinese;

/// <summary>What is said of pushes: why a consumer, a broker, a database or a disk does not take what is due to it.</summary>
internal static class SinkSentences
{
    internal static readonly Sentence[] All =
    [
        new("sink {u}: deliveries are taken", "推送 {0}：恢复接收"),
        new("sink {} is disabled: {s}; 'amr feed resume --sink {}' goes on", "推送 {0} 已停用：{1}；执行 amr feed resume --sink {2} 恢复"),
        new("sink {u} goes on", "推送 {0} 已恢复"),
        new("sink {}: {s}", "推送 {0}：{1}"),
        new("sink '{}' is no longer configured", "推送 {0} 已从配置中移除"),
        new("entry {} was refused and left out: {s}", "条目 {0} 被拒收并跳过：{1}"),
        new("{s}; it refused {} entries in a row, so nothing more is left out", "{0}；已连续拒收 {1} 条，不再跳过"),

        // What answers.
        new("the consumer answered 410 Gone", "接收方应答 410，已不再接收"),
        new("the consumer redirects ({}), which is not followed: {s}", "接收方要求重定向（{0}），不予跟随：{1}"),
        new("the consumer redirects ({}), which is not followed", "接收方要求重定向（{0}），不予跟随"),
        new("the consumer answered {}: {s}", "接收方应答 {0}：{1}"),
        new("the consumer answered {}", "接收方应答 {0}"),
        new("no answer within {} s", "{0} 秒内无应答"),

        // What does not.
        new("no connection: {s}", "无法连接：{0}"),
        new("it refuses the connection; check that the consumer runs, and its port", "对方拒绝连接；请检查接收方是否运行及其端口"),
        new("its name is not known; check the spelling and the name server", "其域名无法解析；请检查拼写和域名服务器"),
        new("it does not answer; check that the consumer runs, and the network", "对方无应答；请检查接收方是否运行及网络"),
        new("there is no way to it; check the address and this machine's network", "无法到达对方；请检查地址和本机网络"),
        new("it broke the connection off", "对方中断了连接"),
        new("what it answers is not HTTP", "对方的应答不是 HTTP"),
        new("it cannot be reached ({})", "无法到达对方（{0}）"),
        new("no TLS with it ({s}); check its certificate, and that it speaks TLS on this port", "无法与对方建立 TLS（{0}）；请检查其证书以及该端口是否使用 TLS"),

        // Brokers.
        new("the broker is away: {s}", "MQTT 服务器断开：{0}"),
        new("the broker did not acknowledge within {} s", "MQTT 服务器 {0} 秒内未确认"),
        new("the broker refuses a message on {u}: {s}", "MQTT 服务器拒收主题 {0} 的消息：{1}"),
        new("the broker takes no message of QoS {}", "MQTT 服务器不接收 QoS {0} 的消息"),
        new("the broker takes no packet above {} bytes", "MQTT 服务器不接收超过 {0} 字节的报文"),

        // Disks.
        new("{u} cannot be written: {s}", "{0} 无法写入：{1}"),
        new("this user has no right to write there", "该用户无权写入"),
        new("there is no such folder", "没有该目录"),
        new("its name is too long", "名称过长"),
        new("the disk is full", "磁盘已满"),
        new("the disk quota is used up", "磁盘配额已用尽"),
        new("its disk may only be read", "所在磁盘只读"),
        new("a file is in the way", "已有同名文件占用该路径"),
        new("the disk fails", "磁盘故障"),
        new("the cursor cannot be stored: {s}", "游标无法保存：{0}"),
        new("the disk is full ({s})", "磁盘已满（{0}）"),
        new("the disk fails ({s})", "磁盘故障（{0}）"),
        new("the file cannot be written ({s})", "文件无法写入（{0}）"),
        new("another process locks the file ({s})", "文件被其他进程锁定（{0}）"),

        // Cursors.
        new("The event log was made anew: what the old one held is not known here.", "事件日志已重建：原日志的内容在此未知。"),
        new("The cursor is of ledger {}, this is ledger {}: nothing here is known to be what you have.", "游标属于账本 {0}，本账本为 {1}：无法确认此处内容与贵方一致。"),
        new("Reconcile, then begin with the resume cursor or without one.", "请先对账，再从恢复游标或从头开始。"),
        new("The cursor is of an epoch this ledger does not know: it was restored from an older backup.", "游标所属纪元为本账本未知：账本由较早的备份恢复。"),
        new("Reconcile by meter, item, instant and source, then begin with the resume cursor.", "请按电表、数据项、时刻和来源对账，再从恢复游标开始。"),
        new("The cursor stands after entry {}, but this ledger has entries of that epoch only up to {}: it was restored from a backup.", "游标位于条目 {0} 之后，但本账本该纪元仅到条目 {1}：账本由备份恢复。"),
        new("Entries you hold beyond {} are not in it; mark them, go on from the resume cursor, and match what comes by meter, item, instant and source.", "贵方持有的 {0} 之后的条目不在其中；请标记，从恢复游标继续，并按电表、数据项、时刻和来源比对。"),
    ];
}
