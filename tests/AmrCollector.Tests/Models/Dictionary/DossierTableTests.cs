using System.Globalization;
using AmrCollector.Models.Dictionary;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Tests.Models.Dictionary;

/// <summary>
/// Every family of identifiers of both editions, one row each: identifier, bytes of one item (0 where the layout is not settled), unit
/// of its first field, Chinese name. Taken from the tables of the standards by hand, not from the dictionary.
/// </summary>
public sealed class DossierTableTests
{
    private const string Edition2007 = """
        00000000 4 kWh 组合有功
        00010000 4 kWh 正向有功
        00013F0C 4 kWh 费率63
        00020100 4 kWh 反向有功
        00030000 4 kvarh 组合无功1
        00040000 4 kvarh 组合无功2
        00050000 4 kvarh 第一象限无功
        00080000 4 kvarh 第四象限无功
        00090000 4 kVAh 正向视在
        000A0000 4 kVAh 反向视在
        000B0000 4 kWh 当前结算周期
        000B0001 4 kWh 上1结算周期
        000C0000 4 kWh 月度
        000D0000 4 kWh 年度
        00150000 4 kWh A相正向有功
        001E0001 4 kVAh A相反向视在
        00290000 4 kWh B相正向有功
        00320000 4 kVAh B相反向视在
        003D0000 4 kWh C相正向有功
        00460000 4 kVAh C相反向视在
        00800000 4 kWh 关联总
        00810000 4 kWh 基波
        00830000 4 kWh 谐波
        00850000 4 kWh 铜损
        00860000 4 kWh 铁损
        00940000 4 kWh A相关联总
        00AE0000 4 kWh B相铁损
        00C20000 4 kWh C相铁损
        00900100 4 kWh 剩余电量
        00900101 4 kWh 透支电量
        00900200 4 yuan 剩余金额
        00900201 4 yuan 透支金额
        01010000 8 kW 正向有功总最大需量
        01030400 8 kvar 组合无功1
        01080000 8 kvar 第四象限无功
        010A000C 8 kVA 反向视在
        01150000 8 kW A相正向有功
        01320000 8 kVA B相反向视在
        01460000 8 kVA C相反向视在
        02010100 2 V A相电压
        02020300 3 A C相电流
        02030000 3 kW 有功功率
        02040100 3 kvar 无功功率
        02050200 3 kVA 视在功率
        02060300 2 - 功率因数
        02070100 2 ° 相角
        02080200 2 % 电压波形失真度
        02090300 2 % 电流波形失真度
        020A0115 2 % 电压21次谐波
        020B0301 2 % 电流1次谐波
        02800001 3 A 零线电流
        02800002 2 Hz 电网频率
        02800003 3 kW 一分钟
        02800004 3 kW 当前有功需量
        02800005 3 kvar 当前无功需量
        02800006 3 kVA 当前视在需量
        02800007 2 °C 表内温度
        02800008 2 V 时钟电池电压
        02800009 2 V 停电抄表电池电压
        0280000A 4 min 内部电池工作时间
        0280000B 4 yuan/kWh 阶梯电价
        02800020 4 yuan/kWh 当前电价
        02800021 4 yuan/kWh 当前费率电价
        02800022 2 min 身份认证
        02800023 2 min 红外认证
        03010000 18 - 失压
        03010101 131 - 失压
        0302030A 131 - 欠压
        03030101 131 - 过压
        03040101 131 - 断相
        03050000 6 - 全失压
        03050001 15 - 全失压
        03060000 6 - 辅助电源
        0306000A 12 - 辅助电源
        03070000 6 - 电压逆相序
        03070001 76 - 电压逆相序
        03080001 76 - 电流逆相序
        03090001 78 - 电压不平衡
        030A0001 78 - 电流不平衡
        030B0000 18 - 失流
        030B0101 115 - 失流
        030C0201 115 - 过流
        030D0301 115 - 断流
        030E0000 18 - 潮流反向
        030E0101 76 - 潮流反向
        030F0101 76 - 过载
        03100000 27 min 电压合格率
        03100101 27 min 电压合格率
        0310000C 27 min 电压合格率
        03110000 3 - 掉电
        03110001 12 - 掉电
        03120000 18 - 需量超限
        0312060A 20 - 需量超限
        03300000 3 - 编程
        03300001 50 - 编程
        03300101 106 - 电表清零
        03300201 202 - 需量清零
        03300301 14 - 事件清零
        03300401 16 - 校时
        03300501 682 - 时段表
        03300601 94 - 时区表
        03300701 11 - 周休日
        03300801 1026 - 节假日
        03300901 11 - 有功组合
        03300A01 11 - 无功组合方式1
        03300B01 11 - 无功组合方式2
        03300C01 16 - 结算日
        03300D00 3 - 开表盖
        03300D01 60 - 开表盖
        03300E0A 60 - 开端钮盖
        03300F01 10 - 费率参数表
        03301001 10 - 阶梯表
        03301201 10 - 密钥更新
        03301301 10 - 异常插卡
        03310001 12 - 总功率因数
        03320101 5 - 购电量
        03320201 2 - 总购电次数
        03320301 4 kWh 购入购电量
        03330401 4 yuan 剩余购电金额
        03330501 4 yuan 剩余购电金额
        0333060A 4 yuan 累计购电金额
        03340101 0 - 退费
        03350000 3 - 磁场
        03350001 28 - 磁场
        03360000 3 - 误动作
        03360001 6 - 误动作
        03370000 3 - 电源异常
        03370001 6 - 电源异常
        04000101 4 - 日期及星期
        04000102 3 - 时间
        04000103 1 min 最大需量周期
        04000104 1 min 滑差时间
        04000105 2 ms 校表脉冲宽度
        04000106 5 - 时区表切换
        04000107 5 - 日时段表切换
        04000108 5 - 费率电价切换
        04000109 5 - 阶梯切换
        0400010C 7 - 日期时间
        04000201 1 - 年时区数
        04000202 1 - 日时段表数
        04000203 1 - 日时段数
        04000204 1 - 费率数
        04000205 2 - 公共假日数
        04000206 1 - 谐波分析次数
        04000207 1 - 阶梯数
        04000301 1 - 循环显示屏数
        04000302 1 s 每屏显示时间
        04000303 1 - 电能小数
        04000304 1 - 功率小数
        04000305 1 - 按键
        04000306 3 - 电流互感器变比
        04000307 3 - 电压互感器变比
        04000401 6 - 通信地址
        04000402 6 - 表号
        04000403 32 - 资产管理编码
        04000404 6 - 额定电压
        04000405 6 - 额定电流
        04000406 6 - 最大电流
        04000407 4 - 有功准确度等级
        04000408 4 - 无功准确度等级
        04000409 3 imp/kWh 有功常数
        0400040A 3 imp/kvarh 无功常数
        0400040B 10 - 电表型号
        0400040C 10 - 生产日期
        0400040D 16 - 协议版本号
        0400040E 6 - 客户编号
        04000501 2 - 运行状态字1
        04000507 2 - 运行状态字7
        04000508 4 - 密钥状态字
        04000601 1 - 有功组合方式特征字
        04000603 1 - 无功组合方式2特征字
        04000701 1 - 调制型红外
        04000705 1 - 通信口3
        04000801 1 - 周休日特征字
        04000802 1 - 周休日采用
        04000901 1 - 负荷记录模式字
        04000902 1 - 定时冻结
        04000906 1 - 日冻结
        04000A01 4 - 负荷记录起始时间
        04000A02 2 min 第1类
        04000A07 2 min 第6类
        04000B01 2 - 结算日
        04000B03 2 - 结算日
        04000C01 4 - 密码
        04000C0A 4 - 密码
        04000D01 2 - 电导
        04000D0C 2 - 电抗
        04000E01 3 kW 有功功率上限
        04000E03 2 V 电压上限
        04000E04 2 V 电压下限
        04000F01 4 kWh 报警电量1
        04000F04 4 kWh 透支电量
        04001001 4 yuan 报警金额1
        04001005 4 yuan 合闸允许金额
        04001101 1 - 运行特征字1
        04001104 8 - 主动上报模式字
        04001201 5 - 整点冻结起始时间
        04001202 1 min 整点冻结时间间隔
        04001203 2 - 日冻结时间
        04001301 1 - 信号强弱
        04001401 2 min 跳闸延时
        04001402 2 min 合闸延时
        04001501 12 - 主动上报状态字
        04001503 0 - 主动上报状态字
        04010000 42 - 时区表
        04020008 42 - 日时段表
        040300FE 4 - 公共假日
        04040101 4 - 自动循环显示
        04040201 4 - 按键循环显示
        04050101 4 yuan/kWh 费率1电价
        0405023F 4 yuan/kWh 费率63电价
        04060001 4 kWh 阶梯值1
        04060101 4 yuan/kWh 阶梯电价1
        04060201 4 kWh 阶梯值1
        04060301 4 yuan/kWh 阶梯电价1
        04090101 2 V 失压
        04090103 3 A 失压
        04090104 1 s 失压
        04090201 2 V 欠压
        04090302 1 s 过压
        04090F01 0 - 电流严重不平衡
        04800001 32 - 软件版本
        04800002 32 - 硬件版本
        04800003 32 - 厂家编号
        05000001 5 - 定时冻结
        05000101 4 kWh 定时冻结正向有功
        05010201 4 kWh 瞬时冻结
        05020301 4 kvarh 时区表切换冻结
        05030401 4 kvarh 日时段表切换冻结
        05050501 4 kvarh 切换冻结
        05060001 5 - 日冻结时间
        05060101 4 kWh 日冻结正向有功
        0506083E 4 kvarh 日冻结第四象限
        05060901 8 kW 日冻结正向有功
        05060A01 8 kW 日冻结反向有功
        05061001 24 kW 日冻结变量数据
        0506FF01 0 - 日冻结
        05040001 5 - 整点冻结
        05040101 4 kWh 整点冻结
        050402FE 4 kWh 整点冻结
        0504FF01 13 - 整点冻结
        06000001 0 - 负荷记录
        06010000 0 - 第1类
        06060002 0 - 第6类
        060000FF 0 - 负荷记录
        070000FF 0 - 身份认证
        070001FF 0 - 时效
        070002FF 0 - 身份认证失效
        070003FF 0 - 红外认证
        078003FF 0 - 红外认证
        070101FF 0 - 开户
        070102FF 0 - 充值
        070103FF 0 - 钱包初始化
        070108FF 0 - 退费
        070201FF 0 - 密钥更新
        070204FF 0 - 密钥更新
        070301FF 0 - 密钥更新
        078001FF 0 - 回抄
        078102FF 0 - 状态查询
        10000001 3 - 失压总次数
        10000002 3 min 失压总累计时间
        10000101 6 - 失压发生时刻
        10000201 4 kWh 正向有功电能增量
        1001250A 6 - 失压结束时刻
        10010A01 2 V A相电压
        10010E01 2 - A相功率因数
        10012101 4 Ah 总安时数
        1001FF01 131 - 失压记录
        11022001 2 - C相功率因数
        1201FF01 131 - 过压记录
        1301FF01 131 - 断相记录
        1400FF01 76 - 电压逆相序记录
        1500FF01 76 - 电流逆相序记录
        1600FF01 78 - 电压不平衡记录
        16000201 2 % 最大不平衡率
        1700FF01 78 - 电流不平衡记录
        1801FF01 115 - 失流记录
        1901FF01 115 - 过流记录
        1A01FF01 115 - 断流记录
        1B01FF01 76 - 潮流反向记录
        1C01FF01 76 - 过载记录
        1D000001 3 - 跳闸总次数
        1D000101 6 - 跳闸发生时刻
        1D00FF01 34 - 跳闸记录
        1E00FF0A 34 - 合闸记录
        1F000001 3 - 功率因数
        1F000101 6 - 功率因数
        2000FF01 78 - 电流严重不平衡记录
        21000001 3 - 潮流反向
        """;

    [Fact]
    public void Every_family_of_2007_is_known_by_name_unit_and_length() => AssertAll(DataDictionary.V2007, Edition2007, 250);

    [Fact]
    public void Every_family_of_1997_is_known_by_name_unit_and_length() => AssertAll(DataDictionary.V1997, DossierTable1997.Rows, 75);

    private static void AssertAll(DataDictionary dictionary, string table, int least)
    {
        List<string> wrong = [];
        var rows = table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var row in rows)
        {
            var cells = row.Split(' ');
            var entry = dictionary.Find(new DataId(uint.Parse(cells[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)));
            if (entry is null)
            {
                wrong.Add($"{row}: unknown");
                continue;
            }

            var fields = entry.Items.First();
            var said = (fields.Sum(field => field.Width).ToString(CultureInfo.InvariantCulture), fields[0].Unit.Length == 0 ? "-" : fields[0].Unit);
            if (said != (cells[1], cells[2])) wrong.Add($"{row}: the dictionary says {said}");
            if (!entry.NameZh.Contains(cells[3], StringComparison.Ordinal)) wrong.Add($"{row}: the dictionary says {entry.NameZh}");
            if (entry.Name.Length == 0 || entry.Name.Any(letter => letter > 0x7F)) wrong.Add($"{row}: no English name but {entry.Name}");
            if (fields.Any(field => field.Name.Length == 0 || field.NameZh.Length == 0)) wrong.Add($"{row}: a field without a name");
        }

        Assert.InRange(rows.Length, least, 1000);
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }
}
